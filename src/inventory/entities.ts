import { ArmScope, Place, Symbolic } from './arm-scope';
import { Fact, Link } from './fact';
import { ChangeAction } from './source';

/**
 * How a password is given: `literal` when written out in the configuration, `default` when that is the default of a variable,
 * `reference` when it comes from elsewhere.
 */
export type PasswordOrigin = 'literal' | 'default' | 'reference';

/** The administrator's password, without itself. */
export interface PasswordFacts {
  readonly origin: Fact<PasswordOrigin>;
  /** The arguments that give it, as their author spells them; of literals and references the literals, then the defaults. */
  readonly arguments: readonly string[];
}

/** By what `count` or `for_each` there may be any number of a resource, or none. */
export interface Repetition {
  /** The expression; empty where it isn't shown, or is that of a module around the resource. */
  readonly words: string;
  /** Key of the one thing that it goes by. */
  readonly over?: string;
}

/** What every resource of the estate has. */
export interface Entity {
  readonly key: string;
  /** Terraform address, or the construct path of what Terraform doesn't manage here. */
  readonly address: string;
  readonly path?: string;
  /** `count` or `for_each`. */
  readonly repeated: boolean;
  /** Undefined where some are certainly made. */
  readonly repetition?: Repetition;
  /** This library made the name: where Terraform works out a part of it, it is well-formed all the same. */
  readonly madeName: boolean;
  /** Managed here, read by a data source, or only named by its id. */
  readonly origin: 'managed' | 'data' | 'described';
  /** What a plan does to it, in order; undefined where the form doesn't know. */
  readonly actions?: readonly ChangeAction[];
  /** Where the block stands, where the form knows it. */
  readonly file?: string;
  readonly line?: number;
  /** The id in Azure, as it is written, where the form has it. */
  readonly armId?: string;
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
  /** As it is before the plan; undefined where it doesn't exist, or the form doesn't know. */
  readonly before?: () => VaultFacts;
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
  /** The id that Azure knows it by, lower case; absent where it isn't known or doesn't exist. */
  readonly id: Fact<string>;
  readonly name: Fact<string>;
  readonly vault: Link<VaultFacts>;
  readonly intervals: Fact<readonly Fact<string>[]>;
  readonly timeZone: Fact<string>;
  readonly defaultLifeCycles: Fact<readonly LifeCycleFacts[]>;
  readonly rules: Fact<readonly RetentionRuleFacts[]>;
  readonly before?: () => PolicyFacts;
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
  /** The id that Azure knows it by, lower case; absent where it isn't known or doesn't exist. */
  readonly id: Fact<string>;
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
  /** What it is made from. */
  readonly source: Fact<NamedResource>;
  readonly replicationRole: Fact<string>;
  /** Whether it is an elastic cluster; absent on a server of its own. */
  readonly elastic: Fact<true>;
  /** Its nodes then. */
  readonly clusterSize: Fact<number>;
  readonly publicNetworkAccess: Fact<boolean>;
  readonly delegatedSubnet: Fact<string>;
  readonly privateDnsZone: Fact<string>;
  readonly administratorLogin: Fact<string>;
  readonly authentication: Fact<AuthenticationFacts>;
  readonly customerManagedKey: Fact<CustomerManagedKeyFacts>;
  readonly password: PasswordFacts;
  /** Set where it is one of several, of which is known what they have in common. */
  readonly oneOf?: OneOfServers;
  readonly before?: () => ServerFacts;
  /** Keys of managed servers that one which is only read or named may be. */
  readonly perhapsManaged?: readonly string[];
}

export interface OneOfServers {
  readonly servers: readonly ServerFacts[];
  /** Why it isn't known which. */
  readonly why: string;
}

/** How people sign in to a server. */
export interface AuthenticationFacts {
  readonly entra: Fact<boolean>;
  readonly password: Fact<boolean>;
  readonly tenant: Fact<string>;
}

/** A parameter of a server that is set. */
export interface ServerParameterFacts extends Entity {
  readonly kind: 'serverParameter';
  readonly server: Link<ServerFacts>;
  readonly name: Fact<string>;
  readonly value: Fact<string>;
}

/** A Microsoft Entra administrator of a server. */
export interface EntraAdministratorFacts extends Entity {
  readonly kind: 'entraAdministrator';
  readonly server: Link<ServerFacts>;
  readonly objectId: Fact<string>;
  readonly principalName: Fact<string>;
  /** `User`, `Group`, `ServicePrincipal` */
  readonly principalType: Fact<string>;
}

/** What an id names. */
export type ResourceKind =
  | 'flexibleServer'
  | 'flexibleServerDatabase'
  | 'singleServer'
  | 'singleServerDatabase'
  | 'cluster'
  /** A backup vault, or anything in one. */
  | 'backup'
  | 'other';

export interface NamedResource {
  readonly kind: ResourceKind;
  /** The id as written. */
  readonly text: string;
}

/** Made for flexible servers, for the retired single server, or for something else. */
export type Workload = 'flexibleServer' | 'singleServer' | 'other';

export interface InstanceFacts extends Entity {
  readonly kind: 'instance';
  readonly name: Fact<string>;
  readonly vault: Link<VaultFacts>;
  readonly policy: Link<PolicyFacts>;
  readonly server: Link<ServerFacts>;
  /** The protected resource's id as written, for messages and comparison: literal id or reference. */
  readonly serverId: Fact<string>;
  readonly location: Fact<string>;
  /** What it protects. */
  readonly datasource: Fact<NamedResource>;
  /** What its policy was made for; absent where the policy lies elsewhere: an id doesn't say. */
  readonly policyWorkload: Fact<Workload>;
  /** The id of the policy as Azure knows it, lower case. */
  readonly policyId: Fact<string>;
  readonly before?: () => InstanceFacts;
}

/** An instance of the resource that is for the retired single server. */
export interface SingleServerInstanceFacts extends Entity {
  readonly kind: 'singleServerInstance';
  readonly datasource: Fact<NamedResource>;
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
  /** Whose limit it counts against; absent above subscriptions. */
  readonly subscription: Fact<Symbolic>;
  /** azurerm has no part in it. */
  readonly throughAzapi: boolean;
}

export interface ProviderFacts extends Entity {
  readonly kind: 'provider';
  readonly constraint: Fact<string>;
}

export interface OnDemandBackupFacts extends Entity {
  readonly kind: 'onDemandBackup';
  readonly name: Fact<string>;
  readonly server: Link<ServerFacts>;
}

/** What the firewall of a storage account lets through. */
export interface NetworkRulesFacts {
  readonly defaultAction: Fact<string>;
  readonly bypass: Fact<readonly string[]>;
  /** Ids of the resources that are let in by a rule of their own. */
  readonly resources: Fact<readonly Link<VaultFacts>[]>;
}

export interface StorageAccountFacts extends Entity {
  readonly kind: 'storageAccount';
  readonly name: Fact<string>;
  readonly place: Place;
  readonly location: Fact<string>;
  readonly crossTenantReplication: Fact<boolean>;
  readonly publicNetworkAccess: Fact<boolean>;
  /** Absent where there is no firewall. */
  readonly networkRules: Fact<NetworkRulesFacts>;
}

export interface ContainerFacts extends Entity {
  readonly kind: 'container';
  readonly name: Fact<string>;
  readonly account: Link<StorageAccountFacts>;
}

/** A restore that Terraform is asked to start. */
export interface RestoreActionFacts extends Entity {
  readonly kind: 'restoreAction';
  /** Whether a PostgreSQL flexible server is restored; other workloads are nobody's business here. */
  readonly ofFlexibleServer: Fact<boolean>;
  /** `objectType` of the target: `RestoreFilesTargetInfo`, `RestoreTargetInfo`. */
  readonly target: Fact<string>;
}

/** A cluster of Azure Cosmos DB for PostgreSQL. */
export interface ClusterFacts extends Entity {
  readonly kind: 'cluster';
  readonly name: Fact<string>;
  readonly place: Place;
  readonly location: Fact<string>;
  /** Of the API that it is made through; absent where azurerm decides. */
  readonly apiVersion: Fact<string>;
  readonly geoBackup: Fact<boolean>;
  readonly nodeCount: Fact<number>;
  readonly coordinatorEdition: Fact<string>;
  readonly customerManagedKey: Fact<boolean>;
  readonly password: PasswordFacts;
  /** Given where it is restored; a cluster with a source alone is a read replica. */
  readonly pointInTime: Fact<string>;
  readonly sourcePlace: Place;
  /** Of a source of the estate its own, whatever is written of it. */
  readonly sourceLocation: Fact<string>;
  readonly writtenSourceLocation: Fact<string>;
  /** Whether the source keeps its backups in another region too. */
  readonly sourceGeoBackup: Fact<boolean>;
  /** Whether the regions of cluster and source are one, though nobody may know yet which. */
  readonly isInRegionOfSource: boolean;
  /** What is said of one that is only named; the API isn't asked. */
  readonly statedGeoBackup: Fact<boolean>;
  /** Whether anybody can get in at a public endpoint, if an address is let in. */
  readonly publicAccess: Fact<boolean>;
  /** Keys of what its resource group is taken from. */
  readonly groupKeys: readonly string[];
  /** What is written over it; of those whose cluster isn't known every one may be of this. */
  readonly updates: readonly ClusterUpdateFacts[];
  readonly before?: () => ClusterFacts;
}

/** What `azapi_update_resource` writes over a cluster, whoever makes that. */
export interface ClusterUpdateFacts extends Entity {
  readonly kind: 'clusterUpdate';
  readonly geoBackup: Fact<boolean>;
  /** Why it isn't known which cluster it is for, if it isn't. */
  readonly doubt?: string;
}

/** What `azapi_update_resource` writes over a server or cluster, where it comes to the administrator's password. */
export interface PasswordUpdateFacts extends Entity {
  readonly kind: 'passwordUpdate';
  readonly password: PasswordFacts;
}

/** A firewall rule or a private endpoint of a cluster. */
export interface ClusterAccessFacts extends Entity {
  readonly kind: 'clusterAccess';
  readonly cluster: Link<ClusterFacts>;
  readonly name: Fact<string>;
  /** The addresses that a firewall rule lets in; undefined for a private endpoint. */
  readonly addresses?: { readonly start: Fact<string>; readonly end: Fact<string> };
}

export interface LockFacts extends Entity {
  readonly kind: 'lock';
  readonly level: Fact<string>;
  readonly scope: ArmScope;
}

/** A diagnostic setting, an alert, or what routes alerts to people. */
export interface MonitorFacts extends Entity {
  readonly kind: 'monitor';
  readonly enabled: Fact<boolean>;
  readonly scopes: readonly ArmScope[];
}
