import Testing

@Suite struct OutlineTests {}
