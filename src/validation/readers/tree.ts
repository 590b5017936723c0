import { Aspects, TerraformElement, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { argument, Element } from './tree-element';
import { TreeReading, TreeResource } from './tree-resource';
import { TreeValues } from './tree-values';
import { Symbolic } from '../../inventory/arm-scope';
import { known, unknown } from '../../inventory/fact';
import {
  DescribedResource,
  keysGiven,
  ProviderRequirement,
  SourceDocument,
  SourceResource,
  UNSEEN,
  UnreadPart,
} from '../../inventory/source';
import { resourceKey } from '../../inventory/value';
import { describedMark } from '../marks';

const DATA_SOURCE = Symbol.for('cdktf/TerraformDataSource');
const RESOURCE = Symbol.for('cdktf/TerraformResource');

export interface TreeDocument extends SourceDocument {
  /** The construct behind a key, to say something at. */
  readonly constructs: ReadonlyMap<string, IConstruct>;
  /** Aspects that stacks other than the first have yet to run: what was read may change. */
  readonly aspectsPending: boolean;
}

/** Reads every stack below `root` as one estate. Arguments and references are read when a fact asks for them. */
export function readTree(root: IConstruct): TreeDocument {
  return new TreeReader(root).document();
}

class TreeReader implements TreeReading {
  public readonly values = new TreeValues();
  private readonly resources: SourceResource[] = [];
  private readonly described: DescribedResource[] = [];
  private readonly azurerm: ProviderRequirement[] = [];
  private readonly constructs = new Map<string, IConstruct>();
  /** What is in a module stands in none of its constructs. */
  private readonly modules = new Map<string, UnreadPart>();
  private readonly defaultProviders = new Map<string, Element>();
  private readonly subscriptions = new Map<Element | string, Symbolic>();
  private readonly unitsBefore = new Map<string, ReadonlySet<string>>();
  private aspectsPending = false;

  public constructor(private readonly root: IConstruct) {}

  public document(): TreeDocument {
    this.visit(this.root, undefined);
    return {
      resources: this.resources,
      described: this.described,
      azurerm: this.azurerm,
      unread: [...this.modules.values()],
      between: (key) => (this.modules.has(key) ? [UNSEEN] : []),
      unitsBefore: (unit) => this.unitsBefore.get(unit) ?? NONE,
      constructs: this.constructs,
      aspectsPending: this.aspectsPending,
    };
  }

  private visit(construct: IConstruct, above: TerraformStack | undefined): void {
    const stack = TerraformStack.isStack(construct) ? construct : above;
    if (construct === stack) this.unitsBefore.set(stack.node.path, stacksBefore(stack));
    if (stack !== undefined) this.read(construct, stack);
    if (!this.aspectsPending) this.aspectsPending = hasAspects(construct);
    for (const child of construct.node.children) this.visit(child, stack);
  }

  private read(construct: IConstruct, stack: TerraformStack): void {
    const unit = stack.node.path;
    const mark = describedMark(construct);
    if (mark !== undefined) {
      const key = resourceKey(unit, construct.node.path);
      this.constructs.set(key, construct);
      this.described.push({
        kind: mark.kind,
        key,
        address: construct.node.path,
        path: construct.node.path,
        id: this.values.of(mark.id, stack),
        attributes: Object.fromEntries(
          Object.entries(mark.attributes).map(([name, value]) => [name, this.values.of(value, stack)]),
        ),
      });
      return;
    }
    const element = construct as unknown as Element;
    const isData = DATA_SOURCE in element;
    if (isData || RESOURCE in element) {
      const resource = new TreeResource(element, stack, isData, this);
      this.constructs.set(resource.key, construct);
      this.resources.push(resource);
      return;
    }
    if (!TerraformElement.isTerraformElement(construct)) return;
    if (element.interpolationForOutput !== undefined) {
      const address = `module.${element.friendlyUniqueId}`;
      const given = () => keysGiven(this.values.of(element.toTerraform(), stack));
      this.modules.set(resourceKey(unit, address), { address, given });
    } else if (element.terraformGeneratorMetadata?.providerName === 'azurerm') {
      this.provider(element, stack);
    } else if ('_expression' in element) {
      // A local's `expression` is the reference to it; what it stands for is behind the underscore.
      this.values.addLocal(resourceKey(unit, element.friendlyUniqueId), element._expression);
    } else if (element._elementType === 'var') {
      this.values.addDefault(resourceKey(unit, element.friendlyUniqueId), element.default);
    }
  }

  private provider(element: Element, stack: TerraformStack): void {
    const unit = stack.node.path;
    if (element.alias === undefined) this.defaultProviders.set(unit, element);
    const key = resourceKey(unit, 'terraform.required_providers.azurerm');
    if (this.constructs.has(key)) return;
    this.constructs.set(key, stack);
    this.azurerm.push({ key, path: unit, constraint: constraintOf(element, stack) });
  }

  public subscription(element: Element, stack: TerraformStack): Symbolic {
    const provider = element.provider ?? this.defaultProviders.get(stack.node.path);
    const cached = this.subscriptions.get(provider ?? '');
    if (cached !== undefined) return cached;
    const value =
      provider === undefined ? undefined : argument(provider, 'subscription_id', (raw) => this.values.of(raw, stack));
    let symbol: Symbolic;
    if (typeof value === 'string') {
      symbol = { text: value, literal: true };
    } else if (value === undefined && provider?.alias === undefined) {
      // Without an alias and a subscription the environment decides, the same for every stack.
      symbol = { text: '${environment}', literal: false };
    } else {
      symbol = { text: `\${${provider?.node.path ?? ''}}`, literal: false };
    }
    this.subscriptions.set(provider ?? '', symbol);
    return symbol;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** cdktf deploys a stack after those that it depends on, and refuses stacks that wait for each other. */
function stacksBefore({ dependencies }: TerraformStack, before = new Set<string>()): ReadonlySet<string> {
  for (const stack of dependencies) {
    const { path } = stack.node;
    if (before.has(path)) continue;
    before.add(path);
    stacksBefore(stack, before);
  }
  return before;
}

/** What will stand in `required_providers`: an override of the stack's, else what the bindings pin. */
function constraintOf(provider: Element, stack: TerraformStack) {
  const overrides = (stack as unknown as { rawOverrides: Record<string, any> }).rawOverrides;
  const override: unknown = overrides.terraform?.required_providers?.azurerm?.version;
  if (typeof override === 'string') {
    return override.includes('${') ? unknown('the version constraint holds a token') : known(override);
  }
  const generated = provider.terraformGeneratorMetadata?.providerVersion;
  return generated === undefined ? unknown('the bindings name no version') : known(generated);
}

/** cdktf gives a construct its aspects under a private symbol; asking `Aspects.of` first would give one to every construct. */
function hasAspects(construct: IConstruct): boolean {
  const marked = Object.getOwnPropertySymbols(construct).some((symbol) => symbol.description === 'cdktf-aspects');
  return marked && Aspects.of(construct).all.length > 0;
}
