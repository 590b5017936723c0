export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** Address of the resource it is about. */
  readonly address?: string;
}

/** Terraform or OpenTofu, whichever `engine` says, ended with an error. */
export class TerraformError extends Error {
  constructor(
    readonly engine: string,
    readonly command: string,
    readonly diagnostics: readonly Diagnostic[],
    stderr: string,
  ) {
    const lines = diagnostics.filter(({ severity }) => severity === 'error').map(describe);
    super([`${engine} ${command} failed`, ...lines, stderr.trim()].filter(Boolean).join('\n'));
    this.name = 'TerraformError';
  }
}

/** One diagnostic as text. */
export function describe(diagnostic: Diagnostic): string {
  const where = diagnostic.address ? ` (${diagnostic.address})` : '';
  return `${diagnostic.severity}: ${diagnostic.summary}${where}${diagnostic.detail ? `\n  ${diagnostic.detail}` : ''}`;
}

export function toDiagnostic(raw: any): Diagnostic {
  return {
    severity: raw.severity,
    summary: raw.summary,
    ...(raw.detail ? { detail: raw.detail } : {}),
    ...(raw.address ? { address: raw.address } : {}),
  };
}
