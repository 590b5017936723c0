import { TerraformMetaArguments, TerraformProvider, TerraformResource, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { addressOf, dependOn } from './depend';
import { ownConstructs } from './own-constructs';
import { isPlain } from './plain';
import { isExactBefore } from './provider-version';
import { OnceAWay, Registry } from './registry';
import { BackupConfigurationError } from '../errors';

/** 1.15 and 2 take the same bodies, as objects; nobody has tried what comes after. */
const TESTED = '>= 1.15.0, < 3.0.0';
/** `sensitive_body` came with azapi 2.4.0, the version that says when it has changed with 2.5.0. */
const WRITE_ONLY = { since: '2.5.0', url: 'https://github.com/Azure/terraform-provider-azapi/releases/tag/v2.5.0' };
const NAME = 'azapi';

interface SharedProvider extends TerraformProvider {
  /** Asks for a version that takes what is kept nowhere. */
  askForWriteOnly(): void;
  /** Its block, whether or not another takes its place. */
  ownBlock(): unknown;
}

const SHARED = new Registry<TerraformStack, SharedProvider>((stack) => {
  // cdktf asks for the constraint when it synthesizes.
  const metadata = { providerName: NAME, providerVersionConstraint: TESTED };
  /** Stands in for an azapi provider that the author of the stack needn't think of; gives way to one that they add. */
  class SharedAzapiProvider extends TerraformProvider implements SharedProvider {
    public askForWriteOnly(): void {
      metadata.providerVersionConstraint = `>= ${WRITE_ONLY.since}, < 3.0.0`;
    }

    public ownBlock(): unknown {
      return super.toTerraform();
    }

    public toTerraform(): any {
      const { all } = PROVIDERS.of(stack).for(this);
      if (!all.includes(this)) return {};
      // Of two constraints cdktf writes one. That of bindings, which know no other version, holds for all of the stack.
      const pinned = all
        .filter((provider) => provider !== this)
        .map(versionOf)
        .find((version) => version !== undefined);
      const written = super.toTerraform() as { terraform: { required_providers: { azapi: { version?: string } } } };
      if (pinned !== undefined) written.terraform.required_providers.azapi.version = pinned;
      return written;
    }
  }
  return new SharedAzapiProvider(stack, 'PostgresBackupAzapiProvider', {
    terraformResourceType: NAME,
    terraformGeneratorMetadata: metadata,
    terraformProviderSource: 'azure/azapi',
  });
});

/** The azapi providers of a stack, without the shared one where it gives way. */
class AzapiProviders {
  public readonly all: readonly TerraformProvider[];
  private readonly shared: SharedProvider;
  private found?: readonly TerraformProvider[];

  public constructor(stack: TerraformStack) {
    const providers = ownConstructs(stack).filter(isAzapi);
    const shared = SHARED.of(stack);
    const isTaken = providers.some((provider) => provider !== shared && provider.alias === undefined);
    this.shared = shared;
    this.all = isTaken ? providers.filter((provider) => provider !== shared) : providers;
  }

  /** Those that have tags for what says nothing of its own; a body that said anything would forgo them. */
  public get tagging(): readonly TerraformProvider[] {
    this.found ??= this.all.filter((provider) =>
      hasDefaultTags(provider === this.shared ? this.shared.ownBlock() : provider.toTerraform()),
    );
    return this.found;
  }
}

/** Looked for once on a way through a stack: it may be large. */
const PROVIDERS = new Registry((stack: TerraformStack) => new OnceAWay(() => new AzapiProviders(stack)));

function isAzapi(construct: IConstruct): construct is TerraformProvider {
  return TerraformProvider.isTerraformProvider(construct) && construct.terraformResourceType === NAME;
}

function versionOf({ terraformGeneratorMetadata: metadata }: TerraformProvider): string | undefined {
  return metadata?.providerVersion ?? metadata?.providerVersionConstraint;
}

interface AzapiBlocks {
  readonly provider?: { readonly azapi: readonly { readonly default_tags?: unknown }[] };
}

function hasDefaultTags(written: unknown): boolean {
  const [block] = (written as AzapiBlocks).provider?.azapi ?? [];
  const tags = block?.default_tags ?? {};
  return Token.isUnresolved(tags) || Object.keys(tags).length > 0;
}

/**
 * Bindings pin the version that they were generated from, and what they pin is asked for in place of our constraint. A range
 * is left to Terraform: which version it takes is known to it.
 */
function outdatedForWriteOnly(scope: IConstruct): string[] {
  const pinned = PROVIDERS.of(TerraformStack.of(scope))
    .for(scope)
    .all.map(versionOf)
    .find((version) => version !== undefined && isExactBefore(version, WRITE_ONLY.since));
  if (pinned === undefined) return [];
  const { message } = new BackupConfigurationError({
    code: 'AzapiVersion',
    path: scope.node.path,
    message: `azapi must be at least ${WRITE_ONLY.since} to be given a password that it keeps nowhere, got: ${pinned}.`,
    limit: WRITE_ONLY.url,
    mend: `generate the bindings of azapi ${WRITE_ONLY.since} or later, or let Microsoft Entra identities log in alone`,
  });
  return [message];
}

/** What cdktf would write is a block without arguments. */
function refuseHcl(scope: IConstruct): never {
  throw new BackupConfigurationError({
    code: 'HclOutput',
    path: scope.node.path,
    message: 'HCL output must be off where azapi makes something, got: SYNTH_HCL_OUTPUT.',
    limit: 'cdktf 0.21 writes HCL of what generated classes say of themselves alone',
    mend: 'leave SYNTH_HCL_OUTPUT and `cdktf synth --hcl` out: Terraform reads JSON as well',
  });
}

export interface AzapiUpdate {
  /** Whose properties are set; azapi reads it, puts the body over what it read, and writes it back. */
  readonly resource: TerraformResource;
  readonly resourceId: string;
  /** As in `Microsoft.DataProtection/backupVaults@2024-04-01`. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What has to have written the same resource before. */
  readonly after: readonly TerraformResource[];
}

/** Properties of a resource that azurerm makes and has no arguments for. */
export class AzapiUpdateResource extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly update: AzapiUpdate,
  ) {
    SHARED.of(TerraformStack.of(scope));
    super(scope, id, {
      terraformResourceType: 'azapi_update_resource',
      terraformGeneratorMetadata: { providerName: NAME, providerVersionConstraint: TESTED },
      // azurerm's update writes the whole resource without them: whenever it does, they are written again.
      lifecycle: { replaceTriggeredBy: [addressOf(update.resource)] },
    });
    dependOn(this, update.after);
  }

  public toHclTerraform(): never {
    return refuseHcl(this);
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    const { type, resourceId, body } = this.update;
    return { type, resource_id: resourceId, body };
  }
}

export interface AzapiArguments {
  /** As in `Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview`. */
  readonly type: string;
  readonly name: string;
  readonly parentId: string;
  readonly location?: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What goes with the body and is kept nowhere. */
  readonly sensitiveBody?: Readonly<Record<string, unknown>>;
  /** Counts up when a secret has changed, by its path in the body. */
  readonly sensitiveBodyVersion?: Readonly<Record<string, unknown>>;
  /** Paths of what is told of the resource. */
  readonly exports?: readonly string[];
  /** Ids of what azapi changes one thing of at a time. */
  readonly locks?: readonly string[];
  /** How long to wait for the API, as in `3h`. */
  readonly timeout?: string;
}

export interface AzapiResourceConfig extends AzapiArguments {
  readonly dependsOn?: TerraformMetaArguments['dependsOn'];
  readonly lifecycle?: TerraformMetaArguments['lifecycle'];
}

export interface TaggedAzapiResourceConfig extends AzapiResourceConfig {
  readonly tags?: Record<string, string>;
}

/** A resource that azurerm doesn't know, or not all of. Those that have tags in Azure are `TaggedAzapiResource`s. */
export class AzapiResource extends TerraformResource {
  /** Of cdktf's elements the fields with an underscore are read for what they refer to, and `xInput` for what they hold. */
  private readonly _arguments: AzapiArguments;

  public constructor(scope: Construct, id: string, config: AzapiResourceConfig) {
    const shared = SHARED.of(TerraformStack.of(scope));
    const { dependsOn, lifecycle, ...given } = config;
    super(scope, id, {
      terraformResourceType: 'azapi_resource',
      terraformGeneratorMetadata: { providerName: NAME, providerVersionConstraint: TESTED },
      dependsOn,
      lifecycle,
    });
    this._arguments = given;
    if (config.sensitiveBody === undefined) return;
    shared.askForWriteOnly();
    this.node.addValidation({ validate: () => outdatedForWriteOnly(this) });
  }

  public get id(): string {
    return Token.asString(this.interpolationForAttribute('id'));
  }

  /** What was told of the resource, below `output`: a token, for other stacks too. */
  public output(path: string): string {
    return Token.asString(this.interpolationForAttribute(`output.${path}`));
  }

  public get typeInput(): string {
    return this._arguments.type;
  }

  public get nameInput(): string {
    return this._arguments.name;
  }

  public get parentIdInput(): string {
    return this._arguments.parentId;
  }

  public get locationInput(): string | undefined {
    return this._arguments.location;
  }

  public get bodyInput(): unknown {
    return this._arguments.body;
  }

  public get sensitiveBodyInput(): unknown {
    return this._arguments.sensitiveBody;
  }

  public toHclTerraform(): never {
    return refuseHcl(this);
  }

  /** cdktf resolves every key twice, also of what isn't given and is left out in the end. */
  public toTerraform(): any {
    return withoutMissing(super.toTerraform() as object);
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    const { type, name, parentId, location, body, sensitiveBody, sensitiveBodyVersion, exports, locks, timeout } =
      this._arguments;
    return {
      type,
      name,
      parent_id: parentId,
      location,
      body,
      sensitive_body: sensitiveBody,
      sensitive_body_version: sensitiveBodyVersion,
      response_export_values: exports,
      locks,
      timeouts: timeout === undefined ? undefined : { create: timeout, update: timeout, delete: timeout },
    };
  }
}

/**
 * One that has tags in Azure. Its tags are got and set as those of the generated classes are: aspects that tag a stack ask
 * for both, `tags` and `tagsInput`, and pass by what hasn't got them.
 */
export class TaggedAzapiResource extends AzapiResource {
  private _tags?: Record<string, string>;

  public constructor(scope: Construct, id: string, { tags, ...config }: TaggedAzapiResourceConfig) {
    super(scope, id, config);
    this._tags = tags;
  }

  public get tags(): Record<string, string> {
    return this.getStringMapAttribute('tags');
  }

  public set tags(value: Record<string, string>) {
    this._tags = value;
  }

  public get tagsInput(): Record<string, string> | undefined {
    return this._tags;
  }

  public resetTags(): void {
    this._tags = undefined;
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    const attributes = super.synthesizeAttributes();
    if (!this.isBare()) return { ...attributes, tags: this._tags };
    return { ...attributes, body: { tags: {}, ...(attributes.body as AzapiArguments['body']) } };
  }

  /**
   * Whether it is to have no tags at all. `tags` can't say so: azapi sends no empty map, so that what had tags would keep
   * them, and every plan would take them away again. In the body it sends one.
   */
  private isBare(): boolean {
    const tags = this._tags ?? undefined;
    // Asked for on every way, also where nothing hangs on it: aspects may take the tags away between two.
    const { tagging } = PROVIDERS.of(TerraformStack.of(this)).for(this);
    // An override has the last word, and azapi takes no tags in two places.
    if ('tags' in this.rawOverrides) return false;
    if (tags !== undefined) return !Token.isUnresolved(tags) && Object.keys(tags).length === 0;
    const used: unknown = this.rawOverrides.provider ?? this.provider?.fqn ?? NAME;
    return !tagging.some(({ fqn }) => fqn === used);
  }
}

/** The same without what is undefined in it; what isn't a plain object is left as it is. */
function withoutMissing(given: object): object {
  const written: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given) as [string, unknown][]) {
    if (value !== undefined) written[key] = isPlain(value) ? withoutMissing(value) : value;
  }
  return written;
}
