/** A value as messages show it, also where there is none: `process.env.X!` compiles. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return '(nothing)';
  return value === '' ? '(empty)' : String(value);
}
