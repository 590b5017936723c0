import { refusal, shown } from './kit';
import { decode } from '../../../src/validation/readers/decode';
import { readText } from '../../../src/validation/readers/read';

const PLAN = '{"format_version":"1.2","planned_values":{},"resource_changes":[]}';
const STATE = '{"format_version":"1.0","values":{"root_module":{}}}';

async function kindOf(text: string): Promise<string> {
  return (await readText('input', text)).kind;
}

describe('the content says what it is', () => {
  test.each([
    ['a plan', PLAN, 'plan'],
    ['a plan of OpenTofu', PLAN.replace('"format_version"', '"terraform_version":"1.10.6","format_version"'), 'plan'],
    ['a state', STATE, 'state'],
    ['nothing applied', '{"format_version":"1.0"}', 'state'],
    ['a synthesized stack', '{"//":{"metadata":{"stackName":"s","version":"0.21.0"}},"terraform":{}}', 'synthesized'],
    ['configuration in JSON', '{"resource":{"azurerm_resource_group":{"g":{"name":"rg"}}}}', 'hcl'],
    ['configuration in HCL', '# group\nresource "azurerm_resource_group" "g" {\n  name = "rg"\n}\n', 'hcl'],
    ['a lone block of locals', 'locals {\n  a = 1\n}\n', 'hcl'],
    ['white space before it', `\n\t ${PLAN}\n`, 'plan'],
    ['a line of log before it', `Warning: state lock\n${PLAN}\n`, 'plan'],
    ['lines of log around it', `Refreshing…\n\u001b[1mdone\u001b[0m\n${PLAN}\nReleasing state lock.\n`, 'plan'],
    ['lines of a JSON log before it', `{"@level":"info","@message":"x"}\n${PLAN}\n`, 'plan'],
    ['printed nicely', JSON.stringify(JSON.parse(PLAN), null, 2), 'plan'],
  ])('%s', async (_, text, kind) => {
    expect(await kindOf(text)).toBe(kind);
  });

  test('a real plan, and a real state', async () => {
    expect(await kindOf(shown('quickstart'))).toBe('plan');
    expect(await kindOf(shown('quickstart-state'))).toBe('state');
  });
});

describe('one clear line', () => {
  const NEITHER = 'is neither a plan, a state, a synthesized stack nor Terraform configuration';
  const SHOW = 'run `terraform show -json PLAN` and check what it prints';
  test.each([
    ['nothing', '', 'is empty'],
    ['white space', ' \n\t', 'is empty'],
    ['a sentence', 'Hello, auditor.', NEITHER],
    ['YAML', 'edition: 2025-05-15\nprofiles: [recommended]\n', NEITHER],
    ['a list', '[1, 2]', NEITHER],
    ['an empty object', '{}', NEITHER],
    ['another JSON', '{"name":"package"}', NEITHER],
    [
      'an unknown format',
      '{"format_version":"2.0","planned_values":{}}',
      'is a plan of a format that is not known: `format_version` must be 1.x, got: "2.0"',
    ],
    [
      'a format before the first stable one',
      '{"format_version":"0.2","values":{}}',
      'is a state of a format that is not known: `format_version` must be 1.x, got: "0.2"',
    ],
    [
      'a plan without a format',
      '{"terraform_version":"1.11.4","planned_values":{}}',
      'is a plan of a format that is not known: `format_version` must be 1.x, got: none',
    ],
    [
      'a format that is no version',
      '{"format_version":1,"planned_values":{}}',
      'is a plan of a format that is not known: `format_version` must be 1.x, got: 1',
    ],
    [
      'schemas of providers',
      '{"format_version":"1.0","provider_schemas":{}}',
      `is no plan and no state, though Terraform may have printed it; ${SHOW}`,
    ],
    [
      'a plan for people',
      'Terraform used the selected providers to generate the following execution plan.\n  + resource "a" "b" {\n',
      `is a plan in the form for people; ${SHOW}`,
    ],
    [
      'a coloured plan of OpenTofu',
      '\n\u001b[0mOpenTofu will perform the following actions:\u001b[0m\n  # a.b will be created\n',
      `is a plan in the form for people; ${SHOW}`,
    ],
    [
      'no changes',
      '\u001b[0m\u001b[1m\u001b[32mNo changes.\u001b[0m Your infrastructure matches the configuration.\n',
      `is a plan in the form for people; ${SHOW}`,
    ],
    [
      'the log of a plan',
      '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n',
      `is the log of \`terraform plan -json\`, not the plan; ${SHOW}`,
    ],
    [
      'one line of it',
      '{"@level":"info","@message":"Terraform 1.11.4"}',
      `is the log of \`terraform plan -json\`, not the plan; ${SHOW}`,
    ],
    [
      'the manifest of cdktf.out',
      '{"stacks":{"a":{}},"version":"0.21.0"}',
      'is the manifest of synthesized stacks; check the folder that it lies in',
    ],
    ['deep JSON', `{"resource":${'['.repeat(600)}${']'.repeat(600)}}`, 'is nested more than 512 levels deep'],
    ['HCL with a NUL byte', 'locals {\n  a = "\u0000"\n}', 'is not HCL: it holds a NUL byte'],
  ])('%s', async (_, text, problem) => {
    const message = await refusal(() => readText('input', text));
    expect(message.replace(/^input(:\d+)*: /, '')).toBe(problem);
  });

  test.each([
    ['truncated', PLAN.slice(0, -2), 'plan.json:1:65: is not JSON: it ends before its "[" is closed; is it truncated?'],
    ['truncated in a text', PLAN.slice(0, 15), 'plan.json:1:16: is not JSON: it ends within a text; is it truncated?'],
    ['a comma too many', '{\n  "a": 1,\n}', 'plan.json:3:1: is not JSON: a name in quotes must stand here, got: "}"'],
    ['a word', '{"a": [1, tru]}', 'plan.json:1:11: is not JSON: a value must stand here, got: "t"'],
    ['two documents', '{"a": 1} {}', 'plan.json:1:10: is not JSON: nothing may follow its end, got: "{"'],
    ['a control character', '{"a":\n"\u0007"}', 'plan.json:2:2: is not JSON: a text can\'t hold "\\u0007" here'],
    [
      'behind lines of log',
      `Locked.\n\n${PLAN.slice(0, -1)}`,
      'plan.json:3:66: is not JSON: it ends before its "{" is closed; is it truncated?',
    ],
    ['broken HCL', 'resource "a" "b" {\n  name =\n}\n', 'plan.json:2:9: is not HCL: Invalid expression'],
    [
      'HCL that ends too early',
      'resource "a" "b" {\n  name = "x"\n',
      'plan.json:1:18: is not HCL: Unclosed configuration block',
    ],
    [
      'HCL too deep',
      `locals {\n  a = ${'('.repeat(300)}1${')'.repeat(300)}\n}\n`,
      'plan.json:2:206: is nested more than 200 levels deep',
    ],
  ])('%s, with its place', async (_, text, message) => {
    expect(await refusal(() => readText('plan.json', text))).toBe(message);
  });

  test('of a text of megabytes that is cut off, at once', async () => {
    const text = `{"format_version":"1.2","planned_values":{},"a":[${'"xxxxxxxxxxxxxxxxxxxxxxxxx",'.repeat(800_000)}`;
    expect(await refusal(() => readText('plan.json', text))).toBe(
      `plan.json:1:${text.length + 1}: is not JSON: it ends before it is whole; is it truncated?`,
    );
    expect(await refusal(() => readText('plan.json', `${text}x]}`))).toBe(
      `plan.json:1:${text.length + 1}: is not JSON: a value must stand here, got: "x"`,
    );
  });

  test('a hostile name does nothing to the terminal', async () => {
    expect(await refusal(() => readText('\u001b[31m../x\n<b>', ''))).toBe('[31m../x <b>: is empty');
  });
});

describe('bytes', () => {
  const text = '{"name":"Köln"}';
  const utf16le = Buffer.from(`\ufeff${text}`, 'utf16le');
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 of PowerShell', utf16le],
    ['UTF-16 the other way round', Buffer.from(utf16le).swap16()],
    ['UTF-16 without a mark', utf16le.subarray(2)],
    ['UTF-16 the other way round without a mark', Buffer.from(utf16le).swap16().subarray(2)],
  ])('%s', (_, bytes) => {
    expect(decode('plan.json', bytes)).toBe(text);
  });

  test('none are no text', () => {
    expect(decode('plan.json', Buffer.alloc(0))).toBe('');
    expect(decode('plan.json', utf16le.subarray(0, 2))).toBe('');
  });

  test.each([
    [
      'a saved plan',
      Buffer.from('PK\u0003\u0004rest'),
      'plan.json: is a plan as Terraform saves it; run `terraform show -json PLAN > plan.json` and check that',
    ],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), 'plan.json: is not text: byte 8 is NUL'],
    ['half a letter', utf16le.subarray(0, -1), 'plan.json: is not text: it holds NUL bytes'],
    ['an odd end the other way round', Buffer.from([0, 65, 0]), 'plan.json: is not text: it holds NUL bytes'],
    ['zeros', Buffer.alloc(64), 'plan.json: is not text: byte 1 is NUL'],
    [
      'Latin-1',
      Buffer.from('\n  name = "pg-\xff\xfe\xe9"', 'latin1'),
      'plan.json:2:14: is not text in UTF-8: byte 15 is 0xFF',
    ],
    [
      'bytes behind letters and signs of a replacement',
      Buffer.concat([Buffer.from('ö\ufffd\n€\ufffd'), Buffer.from([0xc3])]),
      'plan.json:2:3: is not text in UTF-8: byte 13 is 0xC3',
    ],
    ['half a letter in UTF-8', Buffer.from('Kö').subarray(0, 2), 'plan.json:1:2: is not text in UTF-8: byte 2 is 0xC3'],
  ])('%s: refused', async (_, bytes, message) => {
    expect(await refusal(() => Promise.resolve().then(() => decode('plan.json', bytes)))).toBe(message);
  });
});
