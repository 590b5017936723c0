import { printed } from './format';
import { Profile } from '../../validation/profile';
import { ProfileData } from '../../validation/profile-data';
import { Call } from '../command';
import { loadConfiguration } from '../config/find';
import { Terminal } from '../terminal';

export async function showProfiles(call: Call, terminal: Terminal): Promise<number> {
  const { own } = loadConfiguration(call.options.one('config'), terminal.cwd);
  const profiles = [...Profile.all(), ...own.values()].map((profile) => profile._data);
  terminal.print(
    printed(call, {
      json: profiles.map(asJson),
      text: () => profiles.map(asText).join('\n'),
      markdown: () => profiles.map(asMarkdown).join('\n'),
    }),
  );
  return 0;
}

function asJson({ name, description, severities, picks, raised, parameters, controls = {} }: ProfileData) {
  return { name, description, reports: severities, rules: picks, severities: raised, parameters, controls };
}

/** Title and body of each thing that a profile has. */
function parts({ severities, picks, raised, parameters, controls = {} }: ProfileData): [string, string][] {
  const entries = (record: Readonly<Record<string, string>>) =>
    Object.entries(record)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ');
  const mapped = Object.entries(controls).map(
    ([rule, list]) => `${rule} ${list.map(({ id, title }) => `${id} ${title}`).join(', ')}`,
  );
  const sources = new Set(
    Object.values(controls).flatMap((list) =>
      list.map(({ source }) => `${source.title}, ${source.date}, ${source.url}`),
    ),
  );
  const all: [string, string][] = [
    ['Reports', severities.map((severity) => `${severity}s`).join(', ')],
    ['Rules', picks.join(', ')],
    ['Severities', entries(raised)],
    ['Parameters', entries(parameters)],
    ['Controls', mapped.join('; ')],
    ['Controls of', [...sources].join('; ')],
  ];
  return all.filter(([, body]) => body !== '');
}

function asText(profile: ProfileData): string {
  const lines = parts(profile).map(([title, body]) => `  ${`${title}:`.padEnd(13)} ${body}\n`);
  return `${profile.name}${profile.description === '' ? '' : `: ${profile.description}`}\n${lines.join('')}`;
}

function asMarkdown(profile: ProfileData): string {
  const lines = parts(profile).map(([title, body]) => `- **${title}**: ${body}\n`);
  return `## ${profile.name}\n\n${profile.description === '' ? '' : `${profile.description}.\n\n`}${lines.join('')}`;
}
