import { writeFileSync } from 'fs';
import { join } from 'path';
import { LIMITS } from '../src/matrix/limits';
import { SupportMatrix } from '../src/matrix/support-matrix';
import { RULES } from '../src/rules/registry';
import { Profile } from '../src/validation/profile';
import { allParameters } from '../src/validation/profile-checks';

/** `npx tsx docs/generate-config-schema.ts` writes the JSON schema of the configuration file anew. */
export const SCHEMA_FILE = join(__dirname, '..', 'schema', 'azpgbackup.schema.json');

const ID =
  'https://github.com/cdktf-azure-postgres-backup/cdktf-azure-postgres-backup/blob/main/schema/azpgbackup.schema.json';

/** What editors check and complete a configuration file by; the command says the rest, such as what is there twice. */
export function configSchema(): string {
  const rule = { enum: RULES.map(({ id }) => id) };
  const builtIn = Profile.all().map(({ name }) => name);
  const own = { type: 'string', pattern: '^[a-z][a-z0-9-]*$' };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: ID,
    title: 'Configuration of azpgbackup: .azpgbackup.yaml, .azpgbackup.yml or .azpgbackup.json',
    ...object({
      edition: {
        description: 'Edition of the support matrix whose limits hold.',
        enum: SupportMatrix.all().map(({ id }) => id),
      },
      profiles: {
        description:
          'What is reported where the command line names no profile: names of profiles, and profiles of your own.',
        type: 'array',
        uniqueItems: true,
        items: { anyOf: [{ enum: builtIn }, own, { $ref: '#/definitions/profile' }] },
      },
      acknowledgements: {
        description: 'Findings that are accepted in writing.',
        type: 'array',
        items: { $ref: '#/definitions/acknowledgement' },
      },
      sizes: {
        description: 'Size of the databases by server: address or construct path.',
        type: 'object',
        additionalProperties: { type: 'string', pattern: '^\\d+(\\.\\d+)? ?[MGT]i?B$', examples: ['480 GB'] },
      },
      prices: {
        description: 'Prices by your contract: none is built in.',
        ...object(
          {
            currency: { type: 'string', pattern: '^[A-Z]{3}$', examples: ['EUR'] },
            protectedInstanceUnit: {
              description: 'By month, for each 250 GB of a protected server.',
              type: 'number',
              minimum: 0,
            },
            storagePerGbMonth: object(
              Object.fromEntries(LIMITS.redundancy.allowed.map((name) => [name, { type: 'number', minimum: 0 }])),
            ),
          },
          ['currency'],
        ),
      },
    }),
    definitions: {
      acknowledgement: object(
        {
          rule: { description: 'Id of the rule.', ...rule },
          resource: {
            description: 'Address, construct path, or a glob of either: * is any text, ? one character.',
            type: 'string',
            pattern: '\\S',
          },
          reason: { description: 'Why it is accepted.', type: 'string', pattern: '\\S' },
          owner: { description: 'Person or team that answers for it.', type: 'string', pattern: '\\S' },
          expires: { description: 'The last day on which it holds.', type: 'string', format: 'date' },
        },
        ['rule', 'resource', 'reason', 'owner', 'expires'],
      ),
      profile: object(
        {
          name: { ...own, not: { enum: builtIn } },
          description: { type: 'string' },
          basedOn: {
            description: 'Profiles that it builds on: what they report, raise and ask for, it does too.',
            type: 'array',
            items: { anyOf: [{ enum: builtIn }, own] },
          },
          rules: { description: 'Rules whose findings are reported whatever they weigh.', type: 'array', items: rule },
          severities: {
            description: 'Rules whose findings weigh more; a severity can be raised and never lowered.',
            ...object(Object.fromEntries(RULES.map(({ id, severity }) => [id, { enum: atLeast(severity) }]))),
          },
          parameters: object(
            Object.fromEntries(
              allParameters().map(({ name, says, otherwise }) => [
                name,
                { description: says, type: 'string', examples: [otherwise] },
              ]),
            ),
          ),
        },
        ['name'],
      ),
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function object(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: 'object', additionalProperties: false, ...(required.length === 0 ? {} : { required }), properties };
}

function atLeast(severity: string): string[] {
  const all = ['note', 'warning', 'error'];
  return all.slice(all.indexOf(severity));
}

if (require.main === module) writeFileSync(SCHEMA_FILE, configSchema());
