/** The value of `<name> eq '<value>'` in a filter; quotes in it are doubled. */
export function equalTo(filter: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[\\s(])${name}\\s+eq\\s+'((?:[^']|'')*)'`, 'i').exec(filter)?.[1];
  return found?.replace(/''/g, "'");
}

/** The text with which a filter calls a function, `assignedTo('…')`: empty for `atScope()`, undefined where it doesn't. */
export function calledWith(filter: string, name: string): string | undefined {
  const call = new RegExp(`(?:^|[\\s(])${name}\\(\\s*(?:'([^']*)')?\\s*\\)`, 'i').exec(filter);
  return call ? (call[1] ?? '') : undefined;
}
