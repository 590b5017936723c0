/** Names that are blocks in HCL, where the JSON syntax has no such difference. */
const BLOCKS: ReadonlySet<string> = new Set([
  'authentication',
  'cluster',
  'criteria',
  'customer_managed_key',
  'default_retention_rule',
  'features',
  'high_availability',
  'identity',
  'life_cycle',
  'lifecycle',
  'maintenance_window',
  'required_providers',
  'retention_rule',
]);
/** Arguments whose texts are written without quotes. */
const BARE: ReadonlySet<string> = new Set(['depends_on', 'provider', 'replace_triggered_by', 'ignore_changes']);

/** A synthesized stack as somebody would write it in HCL. */
export function toHcl(stack: any): string {
  const lines: string[] = [];
  for (const [kind, depth] of [
    ['provider', 1],
    ['variable', 1],
    ['output', 1],
    ['resource', 2],
    ['data', 2],
  ] as const) {
    for (const [labels, body] of labelled(stack[kind] ?? {}, depth)) {
      lines.push(`${kind} ${labels.map((label) => `"${label}"`).join(' ')} {`, ...bodyOf(body), '}', '');
    }
  }
  if (stack.locals !== undefined) lines.push('locals {', ...bodyOf(stack.locals), '}', '');
  lines.push('terraform {', ...bodyOf({ required_providers: stack.terraform.required_providers }), '}', '');
  return lines.join('\n');
}

function* labelled(value: any, depth: number, labels: string[] = []): Iterable<[string[], any]> {
  for (const each of Array.isArray(value) ? value : [value]) {
    if (depth === 0) yield [labels, each];
    else for (const [label, rest] of Object.entries(each)) yield* labelled(rest, depth - 1, [...labels, label]);
  }
}

function bodyOf(body: any): string[] {
  return Object.entries<any>(body)
    .filter(([name]) => name !== '//' && name !== 'backend')
    .flatMap(([name, value]) => {
      if (!BLOCKS.has(name)) return [`${name} = ${expression(value, BARE.has(name))}`];
      const blocks = Array.isArray(value) ? value : [value];
      return blocks.flatMap((block) => [`${name} {`, ...bodyOf(block), '}']);
    });
}

function expression(value: any, bare: boolean): string {
  if (typeof value === 'string') {
    const whole = /^\$\{([^{}]*)\}$/.exec(value);
    if (whole !== null) return whole[1];
    return bare
      ? value
      : `"${value
          .split(/(\$\{[^}]*\})/)
          .map((part, at) => (at % 2 === 0 ? escape(part) : part))
          .join('')}"`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => expression(item, bare)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, part]) => `"${name}" = ${expression(part, bare)}`)
      .join(', ')} }`;
  }
  return String(value);
}

function escape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
