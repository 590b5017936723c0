import { PostgresqlFlexibleServerConfig } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { AzurermProvider, AzurermProviderConfig } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import { realTerraform } from './kit';
import {
  about,
  ACCEPTED,
  Sketch,
  estatesStack,
  isOf,
  makeEstate,
  Mistake,
  REFUSED_BY_PLAN,
  REFUSED_BY_VALIDATE,
} from './mistakes';
import {
  AdministratorPassword,
  AzurermVersion,
  FlexServerAuthentication,
  FlexServerSku,
  ProtectedFlexServer,
  Retention,
  StorageSize,
} from '../../src';
import { BackupConfigurationError } from '../../src/errors';
import { Diagnostic, TerraformError, TerraformRunner } from '../../tools/terraform/terraform';
import { emptyStack, rawEstate, synthesize } from '../rules/kit';

const terraform = realTerraform({ providers: ['azurerm', 'time', 'azapi'] });

const idOf = (index: number) => `estate-${index}`;

async function planErrors(runner: TerraformRunner): Promise<readonly Diagnostic[]> {
  try {
    await runner.plan();
    return [];
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    return error.diagnostics;
  }
}

/** Ours finds the same at synthesis: the rule is named, and there is nothing to plan. */
function expectRefusedBySynthesis({ rule, ...estate }: Mistake): void {
  const stack = emptyStack('raw', terraform.newApp());
  makeEstate(estate, stack);
  const { error, json } = synthesize(stack);
  expect(error).toContain(`] ${rule} `);
  expect(json).toBeUndefined();
}

it('accepts the estate that every mistake is made in', async () => {
  const runner = estatesStack(terraform, [{}]);

  expect(synthesize(rawEstate({}, emptyStack('raw', terraform.newApp())).stack)).toMatchObject({
    error: undefined,
    json: expect.anything(),
  });
  expect(await runner.validate()).toEqual([]);
  expect((await runner.plan()).warnings).toEqual([]);
});

describe('what the provider refuses when it validates, the synthesis refuses', () => {
  let diagnostics: readonly Diagnostic[];

  beforeAll(async () => {
    diagnostics = await estatesStack(terraform, REFUSED_BY_VALIDATE).validate();
  });

  it.each(REFUSED_BY_VALIDATE.map((refusal, index) => ({ ...refusal, index })))('$rule: $name', (refusal) => {
    expect(about(diagnostics, idOf(refusal.index))).toContain(refusal.says);
    expectRefusedBySynthesis(refusal);
  });
});

describe('what the provider refuses when it plans, the synthesis refuses', () => {
  let validated: readonly Diagnostic[];
  let diagnostics: readonly Diagnostic[];

  beforeAll(async () => {
    const runner = estatesStack(terraform, REFUSED_BY_PLAN);
    validated = await runner.validate();
    diagnostics = await planErrors(runner);
  });

  it.each(REFUSED_BY_PLAN.map((refusal, index) => ({ ...refusal, index })))('$rule: $name', (refusal) => {
    expect(validated).toEqual([]);
    expect(about(diagnostics, idOf(refusal.index))).toContain(refusal.says);
    expectRefusedBySynthesis(refusal);
  });

  it('PGB104: a vault without an identity that roles are given to', async () => {
    const mistake = { name: 'no identity', rule: 'PGB104', over: { vault: { identity: undefined } } };
    const runner = estatesStack(terraform, [mistake]);

    expect(await runner.validate()).toEqual([]);
    // Terraform's own error: it names no resource.
    expect((await planErrors(runner)).map(({ summary }) => summary)).toContain('Invalid index');
    expectRefusedBySynthesis(mistake);
  });
});

describe('what the provider refuses, our constructs refuse', () => {
  const server = (over: Partial<PostgresqlFlexibleServerConfig>): Sketch => ({ over: { server: { ...over } } });
  const protectedServer = (props: object) => () => {
    const stack = terraform.newStack();
    const group = new ResourceGroup(stack, 'group', { name: 'rg', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };
    new ProtectedFlexServer(stack, 'orders', { ...place, recoverableFor: Retention.years(1), ...props });
  };

  it.each([
    {
      code: 'FlexServerSku',
      raw: server({ skuName: 'Standard_D4ds_v5' }),
      says: 'is not a valid sku name',
      ours: () => FlexServerSku.of('Standard_D4ds_v5'),
    },
    {
      code: 'StorageSize',
      raw: server({ storageMb: 100000 }),
      says: 'expected storage_mb to be one of',
      ours: () => StorageSize.megabytes(100000),
    },
    {
      code: 'StorageTier',
      raw: server({ storageMb: 131072, storageTier: 'P4' }),
      says: "invalid 'storage_tier' \"P4\" for defined 'storage_mb' size '131072'",
      ours: protectedServer({ storage: StorageSize.gibibytes(128), storageTier: 'P4' }),
    },
    {
      code: 'MaintenanceWindow',
      raw: server({ maintenanceWindow: { dayOfWeek: 7 } }),
      says: 'to be in the range (0 - 6), got 7',
      ours: protectedServer({ maintenanceWindow: { dayOfWeek: 7 } }),
    },
    {
      code: 'AdministratorLogin',
      raw: server({
        administratorLogin: 'azure_superuser',
        administratorPasswordWo: 'not-a-secret-1',
        administratorPasswordWoVersion: 1,
        authentication: { passwordAuthEnabled: true },
      }),
      says: 'azure_superuser',
      ours: protectedServer({
        authentication: FlexServerAuthentication.passwordOnly({
          login: 'azure_superuser',
          password: AdministratorPassword.writeOnly('${var.password}'),
        }),
      }),
    },
  ])('$code', async ({ code, raw, says, ours }) => {
    expect(about(await planErrors(estatesStack(terraform, [raw])), idOf(0))).toContain(says);
    expect(ours).toThrow(BackupConfigurationError);
    expect(ours).toThrow(expect.objectContaining({ code }));
  });
});

it('has the provider plan without a word what Azure refuses only when it is applied', async () => {
  const runner = estatesStack(terraform, ACCEPTED);

  expect(await runner.validate()).toEqual([]);
  const { plan, warnings } = await runner.plan();
  expect(warnings).toEqual([]);
  const addresses = plan.resource_changes!.map(({ address }) => address);
  for (const index of ACCEPTED.keys()) {
    expect(addresses.filter((address) => isOf(address, idOf(index), 'instance'))).not.toEqual([]);
  }
});

it('has a provider without features pass the validation and fail the plan', async () => {
  const stack = new TerraformStack(terraform.newApp(), 'estate');
  new AzurermProvider(stack, 'azurerm', {} as AzurermProviderConfig);
  AzurermVersion.constrain(stack);
  new ResourceGroup(stack, 'group', { name: 'rg', location: 'westeurope' });
  const runner = terraform.synthesize(stack);

  expect(await runner.validate()).toEqual([]);
  expect(await planErrors(runner)).toEqual([
    expect.objectContaining({
      summary: 'Missing required argument',
      detail: 'The argument "features" is required, but no definition was found.',
    }),
  ]);
});
