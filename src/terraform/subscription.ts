import type { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { refuse } from './check';
import { generated } from './generated';
import { ownConstructs } from './own-constructs';
import { Registry } from './registry';
import { SOURCES } from '../matrix/source';
import { isUnresolvedString } from '../time/token';

interface AzurermProviderLike extends TerraformProvider {
  readonly subscriptionIdInput?: string;
  readonly tenantIdInput?: string;
}

/**
 * The subscription and tenant that a provider works in: what it was given in so many words, else what Terraform finds it
 * logged in to. Tokens are made once, every server of a stack refers to them.
 */
export class ProviderIdentity {
  private subscription?: string;
  private tenant?: string;
  private config?: DataAzurermClientConfig;
  private found?: AzurermProviderLike;

  public constructor(
    private readonly stack: TerraformStack,
    private readonly provider: TerraformProvider | undefined,
  ) {}

  /** The subscription's id where it is written down. */
  public get writtenSubscriptionId(): string | undefined {
    return literal(this.definition?.subscriptionIdInput);
  }

  /** The subscription's id where it is written down, else text that is the same for no other provider of the app. */
  public get subscriptionKey(): string {
    const provider = this.provider?.alias ?? '';
    return this.writtenSubscriptionId ?? `${this.stack.node.path}\n${provider}`;
  }

  public get subscriptionId(): string {
    this.subscription ??= this.writtenSubscriptionId ?? this.clientConfig.subscriptionId;
    return this.subscription;
  }

  public get tenantId(): string {
    this.tenant ??= literal(this.definition?.tenantIdInput) ?? this.clientConfig.tenantId;
    return this.tenant;
  }

  /** Looked for until there is one: the children of a large stack are many. */
  private get definition(): AzurermProviderLike | undefined {
    this.found ??= this.provider ?? defaultProvider(this.stack);
    return this.found;
  }

  private get clientConfig(): DataAzurermClientConfig {
    const suffix = this.provider === undefined ? '' : `-${this.provider.alias}`;
    this.config ??= new generated.DataClientConfig(this.stack, `AzureClientConfig${suffix}`, {
      provider: this.provider,
    });
    return this.config;
  }
}

interface Identities {
  default?: ProviderIdentity;
  readonly byProvider: Map<TerraformProvider, ProviderIdentity>;
}

const IDENTITIES = new Registry<TerraformStack, Identities>(() => ({ byProvider: new Map() }));

/** What the provider that a construct uses is logged in to: its own, or the stack's default. */
export function providerIdentity(scope: IConstruct, provider?: TerraformProvider): ProviderIdentity {
  const stack = TerraformStack.of(scope);
  if (provider !== undefined) checkKind(scope, provider);
  const identities = IDENTITIES.of(stack);
  // A provider without an alias is the stack's default, named or not.
  const aliased = provider?.alias === undefined ? undefined : provider;
  const existing = aliased === undefined ? identities.default : identities.byProvider.get(aliased);
  if (existing !== undefined) return existing;
  const identity = new ProviderIdentity(stack, aliased);
  if (aliased === undefined) identities.default = identity;
  else identities.byProvider.set(aliased, identity);
  return identity;
}

/** A cluster is made by azapi, and takes the azurerm provider of its subscription all the same. */
function checkKind(scope: IConstruct, { terraformResourceType: type }: TerraformProvider): void {
  if (type === 'azurerm') return;
  const mend = 'give the azurerm provider of the subscription';
  refuse(scope, 'Provider', `\`provider\` must be an azurerm provider, got: ${type}.`, SOURCES.azurermProvider, mend);
}

/** The provider that a construct uses: its own, or the stack's default where there is one already. */
export function azurermProvider(scope: IConstruct, provider?: TerraformProvider): TerraformProvider | undefined {
  return provider ?? defaultProvider(TerraformStack.of(scope));
}

/** The tree is read on from where the last look-up left it: a provider may come after a thousand servers that ask for it. */
class DefaultProvider {
  private provider?: AzurermProviderLike;
  private readChildren = 0;

  public constructor(private readonly stack: TerraformStack) {}

  public find(): AzurermProviderLike | undefined {
    if (this.provider !== undefined) return this.provider;
    const { children } = this.stack.node;
    for (const child of children.slice(this.readChildren)) {
      if (TerraformStack.isStack(child)) continue;
      this.provider = ownConstructs(child).find(isDefaultAzurermProvider);
      if (this.provider !== undefined) break;
    }
    this.readChildren = Math.max(0, children.length - 1);
    return this.provider;
  }
}

const DEFAULT_PROVIDERS = new Registry<TerraformStack, DefaultProvider>((stack) => new DefaultProvider(stack));

function defaultProvider(stack: TerraformStack): AzurermProviderLike | undefined {
  return DEFAULT_PROVIDERS.of(stack).find();
}

/** The provider that another construct uses, where it means something in this one's stack. */
export function ownProvider(
  scope: IConstruct,
  other: IConstruct & { readonly provider?: TerraformProvider },
): TerraformProvider | undefined {
  return TerraformStack.of(other) === TerraformStack.of(scope) ? other.provider : undefined;
}

function isDefaultAzurermProvider(construct: IConstruct): construct is AzurermProviderLike {
  return (
    TerraformProvider.isTerraformProvider(construct) &&
    construct.terraformGeneratorMetadata?.providerName === 'azurerm' &&
    construct.alias === undefined
  );
}

function literal(text: string | undefined): string | undefined {
  return text === undefined || text === '' || isUnresolvedString(text) ? undefined : text;
}
