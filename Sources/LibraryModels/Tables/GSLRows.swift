extension ModelTable {
  /// The Guidelines Support Library: what a signature says with `gsl::owner` is read as attributes are.
  static let gsl = ModelTable(families: families, functions: [])

  private static let families: StaticString = """
    gsl::owner: memory "memory" allocated, deleted by delete, delete[], free; same as new, new[], malloc
    """
}
