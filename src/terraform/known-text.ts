import { DefaultTokenResolver, StringConcat, TerraformResource, TerraformStack, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';
import { ownConstructs } from './own-constructs';
import { Registry } from './registry';
import { isUnresolvedString } from '../time/token';

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** cdktf's references carry their text and the stack that they belong to. */
interface PlainReference {
  readonly identifier: string;
  readonly originStack?: TerraformStack;
}

/** The reference that a text is, where it is one and nothing else. */
function plainReference(text: string): PlainReference | undefined {
  if (!isUnresolvedString(text)) return undefined;
  const { tokens, literals, escapes } = Tokenization.reverseString(text);
  const [token] = tokens as Partial<PlainReference>[];
  if (tokens.length !== 1 || literals.length + escapes.length > 0 || token.identifier === undefined) return undefined;
  return token as PlainReference;
}

/** Text with its tokens written as Terraform expressions: every use of one attribute gives the same text. */
export function resolvedText(scope: IConstruct, text: string): string {
  if (!isUnresolvedString(text)) return text;
  const reference = plainReference(text);
  const stack = TerraformStack.of(scope);
  if (reference !== undefined) {
    // A plain reference says what it is; resolving it costs ten times as much, and doesn't tell stacks apart.
    const { identifier, originStack = stack } = reference;
    return originStack === stack ? `\${${identifier}}` : `\${${originStack.node.path}/${identifier}}`;
  }
  return String(Tokenization.resolve(text, { scope: stack, resolver: RESOLVER, preparing: false }));
}

/** A resource group of the app, whichever stack speaks of it. */
export interface ReferencedGroup {
  /** The same for every stack. */
  readonly identity: string;
  readonly stack: TerraformStack;
}

/** The resource group that a name is taken from, where it is that and nothing else. */
export function referencedGroup(scope: IConstruct, name: string): ReferencedGroup | undefined {
  const { identifier = '', originStack: stack = TerraformStack.of(scope) } = plainReference(name) ?? {};
  if (!/^azurerm_resource_group\.[^.[\]]+\.name$/.test(identifier)) return undefined;
  return { identity: `${stack.node.path}: ${identifier}`, stack };
}

/** The resource whose attribute a text is, where it is that and nothing else; read from the whole stack, so not for every server. */
export function referencedResource(scope: IConstruct, text: string): TerraformResource | undefined {
  const reference = plainReference(text);
  if (reference === undefined) return undefined;
  const { identifier, originStack = TerraformStack.of(scope) } = reference;
  return ownConstructs(originStack)
    .filter(TerraformResource.isTerraformResource)
    .find((resource) => identifier.startsWith(`${resource.terraformResourceType}.${resource.friendlyUniqueId}.`));
}

interface GroupLike extends IConstruct {
  readonly terraformResourceType?: string;
  readonly friendlyUniqueId: string;
  readonly locationInput?: string;
}

/** Regions of a stack's resource groups by address; the tree is read on from where the last look-up left it. */
class GroupRegions {
  private readonly regions = new Map<string, string | undefined>();
  private readChildren = 0;

  public constructor(private readonly stack: TerraformStack) {}

  public of(address: string): string | undefined {
    if (!this.regions.has(address)) this.readFrom(this.readChildren);
    // A group may have been added below a construct that was there before.
    if (!this.regions.has(address)) this.readFrom(0);
    return this.regions.get(address);
  }

  private readFrom(start: number): void {
    const { children } = this.stack.node;
    for (const child of children.slice(start)) {
      if (TerraformStack.isStack(child)) continue;
      for (const construct of ownConstructs(child)) this.read(construct as GroupLike);
    }
    this.readChildren = Math.max(0, children.length - 1);
  }

  private read(construct: GroupLike): void {
    if (construct.terraformResourceType !== 'azurerm_resource_group') return;
    const region = construct.locationInput;
    // One whose region isn't known is kept too: looking for it again would read the whole tree for every server.
    this.regions.set(
      construct.friendlyUniqueId,
      region === undefined || isUnresolvedString(region) ? undefined : region,
    );
  }
}

const GROUP_REGIONS = new Registry<TerraformStack, GroupRegions>((stack) => new GroupRegions(stack));

/**
 * A region as written, or as the resource group that it is taken from has it, be it one of another stack; else its
 * Terraform expression.
 */
export function knownRegion(scope: IConstruct, location: string): string {
  const reference = plainReference(location);
  const group = /^azurerm_resource_group\.([^.[\]]+)\.location$/.exec(reference?.identifier ?? '');
  const stack = reference?.originStack ?? TerraformStack.of(scope);
  const region = group === null ? undefined : GROUP_REGIONS.of(stack).of(group[1]);
  return region ?? resolvedText(scope, location);
}
