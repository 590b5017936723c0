import type { ArtifactLocation } from 'sarif';

/** The directory that relative names are seen from; whoever reads the report knows where that is. */
export const SOURCE_ROOT = '%SRCROOT%';

/** Where a file is, as a URI: relative wherever it can be, so that the report is the same on every machine. */
export function artifactLocation(name: string): ArtifactLocation {
  if (name === '-') return { uri: 'stdin', uriBaseId: SOURCE_ROOT };
  const drive = /^[A-Za-z]:(?=[\\/])/.exec(name)?.[0];
  const segments = (drive === undefined ? name.split('/') : name.slice(2).split(/[\\/]/)).filter(
    (segment) => segment !== '' && segment !== '.',
  );
  const path = segments
    .filter((segment) => segment !== '..')
    .map(encode)
    .join('/');
  if (drive !== undefined) return { uri: `file:///${drive}/${path}` };
  if (name.startsWith('/')) return { uri: `file:///${path}` };
  // Readers of SARIF are told to refuse `..`, and what lies outside of the root has no name within it.
  if (segments.includes('..')) return { uri: path === '' ? '.' : path };
  return { uri: path === '' ? '.' : path, uriBaseId: SOURCE_ROOT };
}

function encode(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}
