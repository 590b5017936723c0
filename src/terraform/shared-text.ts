import { TerraformLocal, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { shortHash } from './names';
import { Registry } from './registry';
import { isUnresolvedString } from '../time/token';

const TEXTS = new Registry<TerraformStack, Map<string, string>>(() => new Map());

/**
 * Text that many resources of a stack use. With tokens in it, it becomes a local: Terraform then looks up what it refers
 * to once and not for each resource, which a plan of a thousand servers shows.
 * @param key what the text stands for: the same key is the same text
 */
export function sharedText(scope: IConstruct, key: string, text: string): string {
  if (!isUnresolvedString(text)) return text;
  const stack = TerraformStack.of(scope);
  const texts = TEXTS.of(stack);
  let reference = texts.get(key);
  if (reference === undefined) {
    const local = new TerraformLocal(stack, `BackupText-${shortHash(key)}`, text);
    reference = `\${local.${local.friendlyUniqueId}}`;
    texts.set(key, reference);
  }
  return reference;
}
