// The state of the connection, said in one sentence.

export function stateSentence(name, detail) {
  switch (name) {
    case 'connecting': return 'Connecting …';
    case 'queued': return `All places are taken: you are number ${detail} in the queue. You can write meanwhile.`;
    case 'checking': return 'Checking …';
    case 'trouble': return detail;
    case 'ready': return 'Checked.';
    case 'lost':
      if (detail === null) return 'Asleep; type to go on.';
      return 'Connection lost; your text is safe. Trying again …';
    default: return '';
  }
}
