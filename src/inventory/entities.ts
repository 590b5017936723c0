import { ArmScope, Place } from './arm-scope';
import { Fact, Link } from './fact';

/** What every resource of the estate has. */
export interface Entity {
  readonly key: string;
  /** Terraform address, or the construct path of what Terraform doesn't manage here. */
  readonly address: string;
  readonly path?: string;
  /** `count` or `for_each`. */
  readonly repeated: boolean;
  /** This library made the name: where Terraform works out a part of it, it is well-formed all the same. */
  readonly madeName: boolean;
  /** Managed here, read by a data source, or only named by its id. */
  readonly origin: 'managed' | 'data' | 'described';
}

export interface VaultFacts extends Entity {
  readonly kind: 'vault';
  readonly name: Fact<string>;
  readonly place: Place;
  /** Normalised: `westeurope`. */
  readonly location: Fact<string>;
  readonly redundancy: Fact<string>;
  readonly softDelete: Fact<string>;
  readonly softDeleteDays: Fact<number>;
  readonly immutability: Fact<string>;
  readonly crossRegionRestore: Fact<boolean>;
  readonly identityType: Fact<string>;
  /** The id of the system identity where it is written out. */
  readonly principalId: Fact<string>;
  /** One-way doors whose passing the author has acknowledged in code, with the reason: `immutability`, `softDelete`, `crossRegionRestore`. */
  readonly understood: Readonly<Record<string, string>>;
}

export interface LifeCycleFacts {
  readonly duration: Fact<string>;
  readonly dataStore: Fact<string>;
}

export interface RetentionRuleFacts {
  readonly name: Fact<string>;
  readonly priority: Fact<number>;
  readonly lifeCycles: Fact<readonly LifeCycleFacts[]>;
  readonly absoluteCriteria: Fact<string>;
  readonly daysOfWeek: Fact<readonly string[]>;
  readonly weeksOfMonth: Fact<readonly string[]>;
  readonly monthsOfYear: Fact<readonly string[]>;
  readonly scheduledTimes: Fact<readonly string[]>;
}

export interface PolicyFacts extends Entity {
  readonly kind: 'policy';
  readonly name: Fact<string>;
  readonly vault: Link<VaultFacts>;
  readonly intervals: Fact<readonly Fact<string>[]>;
  readonly timeZone: Fact<string>;
  readonly defaultLifeCycles: Fact<readonly LifeCycleFacts[]>;
  readonly rules: Fact<readonly RetentionRuleFacts[]>;
}

export interface CustomerManagedKeyFacts {
  readonly key: Fact<string>;
  readonly identity: Fact<string>;
  readonly geoKey: Fact<string>;
  readonly geoIdentity: Fact<string>;
}

export interface ServerFacts extends Entity {
  readonly kind: 'server';
  readonly name: Fact<string>;
  readonly place: Place;
  readonly location: Fact<string>;
  readonly version: Fact<string>;
  /** With azurerm's prefix: `GP_Standard_D4ds_v5`. */
  readonly sku: Fact<string>;
  readonly storageMb: Fact<number>;
  readonly storageType: Fact<string>;
  readonly autoGrow: Fact<boolean>;
  readonly backupRetentionDays: Fact<number>;
  readonly geoRedundantBackup: Fact<boolean>;
  readonly createMode: Fact<string>;
  readonly replicationRole: Fact<string>;
  /** Nodes of an elastic cluster; absent on a server of its own. */
  readonly clusterSize: Fact<number>;
  readonly publicNetworkAccess: Fact<boolean>;
  readonly delegatedSubnet: Fact<string>;
  readonly customerManagedKey: Fact<CustomerManagedKeyFacts>;
  /** Password arguments: `literal` when written out in the configuration, `reference` when it comes from elsewhere. */
  readonly password: Fact<'literal' | 'reference'>;
}

export interface InstanceFacts extends Entity {
  readonly kind: 'instance';
  readonly name: Fact<string>;
  readonly vault: Link<VaultFacts>;
  readonly policy: Link<PolicyFacts>;
  readonly server: Link<ServerFacts>;
  /** The protected resource's id as written, for messages and comparison: literal id or reference. */
  readonly serverId: Fact<string>;
  readonly location: Fact<string>;
}

export interface RoleDefinitionReference {
  readonly mode: 'managed' | 'data';
  readonly attribute: string;
  /** Undefined where the definition names none. */
  readonly scope?: ArmScope;
}

export interface AssignmentFacts extends Entity {
  readonly kind: 'assignment';
  readonly scope: ArmScope;
  /** The scope as written, for messages. */
  readonly scopeText: string;
  /** Lower-case GUID, from `role_definition_id` or looked up by name. */
  readonly roleGuid: Fact<string>;
  readonly roleName: Fact<string>;
  /** `role_definition_id` as written: literal text, `${…}` for references. */
  readonly roleDefinitionId: Fact<string>;
  /** Where `role_definition_id` is an attribute of an `azurerm_role_definition` and nothing but that. */
  readonly roleDefinition?: RoleDefinitionReference;
  /** The vault whose system identity it is for; `absent` when the principal is something else. */
  readonly vault: Link<VaultFacts>;
  /** The principal as written, for comparison: literal id or reference. */
  readonly principal: Fact<string>;
  /** Equal only where principal or scope are the same thing; undefined where that can't be told. */
  readonly principalIdentity?: string;
  readonly scopeIdentity?: string;
}

export interface ProviderFacts extends Entity {
  readonly kind: 'provider';
  readonly constraint: Fact<string>;
}
