import { parseConstraint } from '../../src/rules/terraform-constraint';

function parsed(text: string) {
  const result = parseConstraint(text);
  if (!result.ok) throw new Error(result.why);
  return result.constraint;
}

describe('a version constraint of Terraform’s', () => {
  test.each([
    ['4.55.0', '4.55.0', true],
    ['4.55.0', '4.55.1', false],
    ['= 4.55.0', '4.55.0', true],
    ['=4.55', '4.55.0', true],
    ['4', '4.0.0', true],
    ['4', '4.1.0', false],
    ['!= 4.62.0', '4.62.0', false],
    ['!= 4.62.0', '4.62.1', true],
    ['!= 4.62', '4.62.0', false],
    ['!= 4.62', '4.62.1', true],
    // Numbers that aren't written are zero; npm reads these otherwise.
    ['> 4.62', '4.62.0', false],
    ['> 4.62', '4.62.1', true],
    ['> 4', '4.0.1', true],
    ['<= 4.62', '4.62.0', true],
    ['<= 4.62', '4.62.1', false],
    ['< 4.62.0', '4.61.9', true],
    ['< 4.62.0', '4.62.0', false],
    ['>= 4.62.0', '4.62.0', true],
    ['>= 4.62.0', '4.61.9', false],
    ['~> 4', '4.99.0', true],
    ['~> 4', '5.0.0', false],
    ['~> 4.0', '4.99.0', true],
    ['~> 4.0', '5.0.0', false],
    ['~> 4.62', '4.61.0', false],
    ['~> 4.62.0', '4.62.9', true],
    ['~> 4.62.0', '4.63.0', false],
    ['~> 4.62.1', '4.62.0', false],
    ['~>4.62.1', '4.62.1', true],
    ['>= 4.55.0, < 6.0.0, != 4.62.0', '4.62.1', true],
    ['>= 4.55.0, < 6.0.0, != 4.62.0', '4.62.0', false],
    ['>= 4.55.0, < 6.0.0, != 4.62.0', '6.0.0', false],
    ['>=4.55.0,<6.0.0', '5.2.0', true],
    ['  ~>  4.0  ', '4.1.0', true],
    ['>= 4.62.0-beta1', '4.62.0', true],
    ['4.62.0-beta1', '4.62.0', false],
    ['>= 4.0.0, < 3.0.0', '3.5.0', false],
  ])('%s admits %s: %s', (text, version, expected) => {
    expect(parsed(text).admits(version)).toBe(expected);
  });

  test.each([
    ['~> 4.0', '<4.62.0', true],
    ['~> 4.62.0', '<4.62.0', false],
    ['~> 4.62.0', '>=4.63.0', false],
    ['~> 4.62', '>=4.63.0', true],
    ['4.62.0', '<4.62.0', false],
    ['!= 4.62.0', '<4.62.0', true],
    ['>= 4.62.0, < 4.63.0', '>=4.63.0', false],
    ['>= 4.62.0, <= 4.63.0', '>=4.63.0', true],
  ])('%s overlaps %s: %s', (text, range, expected) => {
    expect(parsed(text).overlaps(range)).toBe(expected);
  });

  test.each([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['~> 4.0,', 'a condition is missing beside a comma'],
    ['=> 4.0', 'there is no operator =>, did you mean >='],
    ['=< 4.0', 'there is no operator =<, did you mean <='],
    ['^4.0.0', 'there is no operator ^, did you mean ~>'],
    ['~4.0', 'there is no operator ~, did you mean ~>'],
    ['& 4.0', 'there is no operator &'],
    ['>= 4.0 < 5.0', 'conditions are separated by commas, in ">= 4.0 < 5.0"'],
    ['4.0 || 5.0', 'conditions are separated by commas, in "4.0 || 5.0"'],
    ['v4.0.0', 'a version has no "v" before it, in "v4.0.0"'],
    ['>= v4.0.0', 'a version has no "v" before it, in ">= v4.0.0"'],
    ['4.*', 'there are no wildcards, leave the number out, in "4.*"'],
    ['*', 'there are no wildcards, leave the number out, in "*"'],
    ['4.x', 'there are no wildcards, leave the number out, in "4.x"'],
    ['4.0.0.1', '"4.0.0.1" is not a version of one to three numbers'],
    ['newest', '"newest" is not a version of one to three numbers'],
    ['>=', '">=" is not a version of one to three numbers'],
  ])('"%s" is refused: %s', (text, why) => {
    expect(parseConstraint(text)).toEqual({ ok: false, why });
  });
});
