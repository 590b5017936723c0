/** The major version in a `version` such as `17`; undefined where the text isn't a version. */
export function majorVersion(version: string): number | undefined {
  const match = /^([1-9]\d*)(?:\.\d+)*$/.exec(version);
  return match === null ? undefined : Number(match[1]);
}
