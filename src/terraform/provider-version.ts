const EXACT = /^\s*=?\s*(\d+)\.(\d+)\.\d+\s*$/;

/**
 * Whether a constraint admits one version alone, and that is an earlier one.
 * @param since a version of three numbers
 */
export function isExactBefore(constraint: string, since: string): boolean {
  const [major, minor] = numbers(constraint);
  if (major === undefined) return false;
  const [wantedMajor, wantedMinor] = numbers(since);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

function numbers(version: string): number[] {
  const [, ...found] = EXACT.exec(version) ?? [];
  return found.map(Number);
}
