import { judgeExample } from './examples';
import { OWN_RULES } from '../../src/rules/own-source';
import { RULES } from '../../src/rules/registry';

/** Judged by the engine, which the test of acknowledgements runs. */
const WITHOUT_EXAMPLES = ['PGB904'];

const DOCUMENTED = RULES.filter(({ id }) => !WITHOUT_EXAMPLES.includes(id));

describe('the examples of a rule', () => {
  test.each(DOCUMENTED.map((rule) => [rule.id, rule] as const))(
    '%s says of both what the page says',
    async (_, rule) => {
      const { examples, edition } = rule.documentation();
      const { compliant, nonCompliant } = examples!;
      const good = await judgeExample(rule, compliant, edition);
      expect(
        good.filter(({ outcome }) => outcome !== 'compliant').map(({ on, message }) => [on.address, message]),
      ).toEqual([]);
      expect(good.length).toBeGreaterThan(0);
      const bad = await judgeExample(rule, nonCompliant, edition);
      expect(bad.map(({ outcome }) => outcome)).toContain('violated');
      expect(bad.map(({ outcome }) => outcome)).not.toContain('undecided');
    },
  );

  test.each(DOCUMENTED.map((rule) => [rule.id, rule] as const))('%s differ, and are short', (_, rule) => {
    const { compliant, nonCompliant } = rule.documentation().examples!;
    expect(compliant).not.toEqual(nonCompliant);
    for (const { hcl, applied = '' } of [compliant, nonCompliant]) {
      expect(hcl.trim().split('\n').length + applied.trim().split('\n').length).toBeLessThan(60);
    }
  });
});

test('every rule says how to mend what it finds', () => {
  for (const rule of RULES) expect(rule.documentation().mend).toMatch(/^[A-Z`].*\.$/s);
});

test('each source of a rule is a document with a date', () => {
  for (const { sources } of RULES) {
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect(source.date).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (source !== OWN_RULES) expect(source.url).toMatch(/^https:/);
    }
  }
});
