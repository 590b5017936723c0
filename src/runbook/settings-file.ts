import { bashQuote, powershellQuote } from './quote';
import { Setting, SettingGroup, SettingValue } from './setting';
import { printableText } from '../report/printable';

/** What libpq reads by itself. */
const OF_LIBPQ = /^PG[A-Z]+$/;

const HEAD = [
  'What the steps need to know, as the estate says it. What is empty has to be filled in.',
  'A setting in the environment wins over the one here.',
];

/** settings.sh: the one file in which what the estate says stands in bash. */
export function bashSettings(groups: readonly SettingGroup[]): string {
  const lines = ['# shellcheck shell=bash disable=SC2016,SC2034', ...HEAD.map((line) => `# ${line}`)];
  for (const { title, settings } of groups) {
    lines.push('', `# --- ${title} ---`);
    for (const setting of settings) lines.push('', ...comment(setting), inBash(setting));
  }
  const exported = groups.flatMap(({ settings }) => settings).filter(({ name }) => OF_LIBPQ.test(name));
  if (exported.length > 0) lines.push('', `export ${exported.map(({ name }) => name).join(' ')}`);
  return `${lines.join('\n')}\n`;
}

/** settings.ps1: the same in PowerShell. */
export function powershellSettings(groups: readonly SettingGroup[]): string {
  const lines = HEAD.map((line) => `# ${line}`);
  for (const { title, settings } of groups) {
    lines.push('', `# --- ${title} ---`);
    for (const setting of settings) lines.push('', ...comment(setting), inPowershell(setting));
  }
  const exported = groups.flatMap(({ settings }) => settings).filter(({ name }) => OF_LIBPQ.test(name));
  if (exported.length > 0) lines.push('');
  for (const { name } of exported) lines.push(`$env:${name} = $${name}`);
  return `${lines.join('\n')}\n`;
}

/** What the estate says may hold line breaks: in a comment they would end it. */
function comment({ about, find, command, value, list = [] }: Setting): string[] {
  const known = value !== undefined || list.length > 0;
  const ways = known ? [] : [find, command].filter((way) => way !== undefined);
  const lines = [about, ...ways.map((way, index) => (index === 0 ? `Find it: ${way}` : `  ${way}`))];
  return lines.map((line) => `# ${printableText(line)}`);
}

function inBash({ name, value, list }: Setting): string {
  if (list !== undefined) return `[ -n "\${${name}+set}" ] || ${name}=(${list.map(bashQuote).join(' ')})`;
  return `${name}=\${${name}:-${value === undefined ? '' : bashText(value)}}`;
}

function bashText(value: SettingValue): string {
  return value.map((part) => (typeof part === 'string' ? bashQuote(part) : `"$${part.setting}"`)).join('');
}

function inPowershell({ name, value, list }: Setting): string {
  if (list !== undefined) {
    return `$${name} = if ($env:${name}) { @($env:${name}) } else { @(${list.map(powershellQuote).join(', ')}) }`;
  }
  return `$${name} = if ($env:${name}) { $env:${name} } else { ${powershellText(value ?? [])} }`;
}

function powershellText(value: SettingValue): string {
  if (value.length === 0) return "''";
  return value.map((part) => (typeof part === 'string' ? powershellQuote(part) : `"$${part.setting}"`)).join(' + ');
}
