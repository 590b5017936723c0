import { Severity } from './finding';

/** From the lightest to the heaviest. */
export const SEVERITIES: readonly Severity[] = [Severity.NOTE, Severity.WARNING, Severity.ERROR];

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

export function heavier(a: Severity, b: Severity): Severity {
  return isAtLeast(a, b) ? a : b;
}
