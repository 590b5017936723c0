import { createHash } from 'crypto';
import { TerraformStack, Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { expressionOf } from './expression';

/** A name from the construct's path below its stack: readable, and told apart from every other path by a hash. */
export function pathName(construct: IConstruct, prefix: string, maxLength: number): string {
  const hash = shortHash(construct.node.path);
  const room = maxLength - prefix.length - hash.length - 1;
  return `${prefix}${readable(construct, room)}-${hash}`;
}

/** The path below the stack as letters, digits and single hyphens, at most `maxLength` long. */
export function readable(construct: IConstruct, maxLength: number): string {
  const { scopes } = construct.node;
  const stack = scopes.findIndex((scope) => TerraformStack.isStack(scope));
  return words(
    scopes.slice(stack + 1).map((scope) => scope.node.id),
    maxLength,
  );
}

/** Lower-case words joined by single hyphens; what is cut off is cut from the front, the end says most. */
export function words(parts: readonly string[], maxLength: number): string {
  const text = parts
    .join('-')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return text.slice(-maxLength).replace(/^-+/, '') || 'x';
}

export function shortHash(text: string, digits = 8): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

/** A short hash of text that holds tokens: Terraform works it out when it plans, the same every time. */
export function terraformHash(text: string, digits = 8): string {
  return `\${substr(sha256(${expressionOf(text)}), 0, ${digits})}`;
}

/** The number that a text with tokens is to Terraform, or so many times that number. */
export function terraformNumber(text: string, times = 1): number {
  return Token.asNumber(`\${tonumber(${expressionOf(text)})${times === 1 ? '' : ` * ${times}`}}`);
}

/** A UUID made from text that may hold tokens: the same text gives the same UUID, in every run and on every machine. */
export function terraformUuid(text: string): string {
  return `\${uuidv5("url", ${expressionOf(text)})}`;
}
