import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import type { ProtectedFlexServerProps } from './protected-flex-server-props';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { ELASTIC_CLUSTER } from '../matrix/elastic-cluster';
import { refuse, show } from '../terraform/check';
import { ownConstructs } from '../terraform/own-constructs';
import { isExactBefore } from '../terraform/provider-version';
import { OnceAWay, Registry } from '../terraform/registry';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';

const { nodes: limits, versions, source, provider } = ELASTIC_CLUSTER;

/**
 * The nodes of an elastic cluster: a server whose data is spread over several, all of its compute and storage size. It takes
 * the place of Azure Cosmos DB for PostgreSQL. Long-term backups of it are taken under edition v2-2026-09-28 alone, which is
 * in preview, and of up to 8 nodes (PGB406 to PGB408).
 *
 * It came with azurerm 4.60.0; the bindings of 4.55.0 don't know it, and pin that version: see `AzurermVersion.constrain`.
 * @see https://learn.microsoft.com/azure/postgresql/elastic-clusters/concepts-elastic-clusters
 */
export class ElasticCluster {
  /**
   * A cluster of so many nodes. Nodes can be added later, never taken away; a server can't become a cluster, nor the reverse.
   * @param nodes 1 to 20, or a token
   * @throws ElasticCluster when there are none or too many
   */
  public static of(nodes: number): ElasticCluster {
    const { min, max, source: origin } = limits;
    const isCount = Number.isInteger(nodes) && nodes >= min && nodes <= max;
    if (!isUnresolvedNumber(nodes) && !isCount) {
      throw new BackupConfigurationError({
        code: 'ElasticCluster',
        message: `\`nodes\` must be between ${min} and ${max}, got: ${show(nodes)}.`,
        limit: citeWithUrl(origin),
        mend: `give a whole number from ${min} to ${max}; long-term backups are taken of up to 8 nodes`,
      });
    }
    return new ElasticCluster(nodes);
  }

  private constructor(
    /** How many there are. */
    public readonly nodes: number,
  ) {}
}

/** What an elastic cluster can't have. Tokens pass. */
export function checkElasticCluster(scope: IConstruct, props: ProtectedFlexServerProps): void {
  if (props.cluster === undefined) return;
  const { version, autoGrow, network, origin } = props;
  const major = version === undefined || isUnresolvedString(version.major) ? undefined : Number(version.major);
  if (major !== undefined && major < versions.min) {
    const mend = 'leave `version` out for PostgresVersion.V17';
    refuseElastic(scope, '`version`', `at least ${versions.min}`, String(major), mend);
  }
  if (autoGrow === true) {
    refuseElastic(scope, '`autoGrow`', 'false', 'true', 'leave it out, and have somebody told when storage runs out');
  }
  if (network?.delegatedSubnetId !== undefined) {
    const mend = 'take privateEndpoints and addPrivateEndpoint';
    refuseElastic(scope, '`network`', '`publicEndpoint` or `privateEndpoints`', '`delegatedSubnet`', mend);
  }
  if (origin !== undefined) {
    refuse(
      scope,
      'ElasticCluster',
      `\`origin\` must be left out for an elastic cluster, got: ${origin.createMode}.`,
      provider.source,
      'restore the cluster with the Azure CLI, and import it with FlexServer.fromServerId(…)',
    );
  }
  scope.node.addValidation({ validate: () => outdatedProvider(scope) });
}

function refuseElastic(scope: IConstruct, prop: string, must: string, got: string, mend: string): never {
  refuse(scope, 'ElasticCluster', `${prop} must be ${must} for an elastic cluster, got: ${got}.`, source, mend);
}

/** Asked at synthesis, when the stack is complete. A range is left to Terraform: which version it takes is known to it. */
function outdatedProvider(scope: IConstruct): string[] {
  const constraint = constraintOf(scope);
  if (constraint === undefined || !isExactBefore(constraint, provider.since)) return [];
  const { message } = new BackupConfigurationError({
    code: 'ElasticCluster',
    path: scope.node.path,
    message: `azurerm must be at least ${provider.since} for an elastic cluster, got: ${constraint}.`,
    limit: citeWithUrl(provider.source),
    mend: 'call AzurermVersion.constrain(stack, "~> 4.73") on the stack',
  });
  return [message];
}

/** What the stack says, else what the bindings pin. */
function constraintOf(scope: IConstruct): string | undefined {
  const stack = TerraformStack.of(scope);
  const { rawOverrides } = stack as unknown as { rawOverrides: Record<string, any> };
  const given: unknown = rawOverrides.terraform?.required_providers?.azurerm?.version;
  if (typeof given === 'string') return given;
  return PROVIDERS.of(stack).for(scope)?.terraformGeneratorMetadata?.providerVersion;
}

/** Looked for once on a way through a stack: it may be large. */
const PROVIDERS = new Registry((stack: TerraformStack) => new OnceAWay(() => ownConstructs(stack).find(isAzurerm)));

function isAzurerm(construct: IConstruct): construct is TerraformProvider {
  return (
    TerraformProvider.isTerraformProvider(construct) && construct.terraformGeneratorMetadata?.providerName === 'azurerm'
  );
}
