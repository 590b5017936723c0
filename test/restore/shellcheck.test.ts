import { writeFileSync } from 'fs';
import { join } from 'path';
import { scriptFiles } from '../../src/runbook/script-files';
import { bashSettings } from '../../src/runbook/settings-file';
import { ensureShellcheck } from '../../tools/restore/shellcheck';
import { describeMissing } from '../../tools/terraform/machine';
import { run } from '../../tools/terraform/process';
import { temporaryFolder } from '../temporary';

test('ShellCheck has nothing to say of the steps, nor of settings with hostile values', async () => {
  const shellcheck = await ensureShellcheck({ build: false });
  if (!shellcheck.ready) throw new Error(describeMissing(shellcheck));
  const folder = temporaryFolder();
  const files = [
    ...scriptFiles('sh'),
    {
      name: 'settings.sh',
      text: bashSettings([
        {
          title: 'Names',
          settings: [
            { name: 'SOURCE_SERVER_NAME', about: 'A name.', value: [`it's "x" $(id) \`id\` \\ \n;`] },
            { name: 'TARGET_PARAMETERS', about: 'Several.', list: ["a='b'", '$HOME'] },
            { name: 'PGHOST', about: 'Not known.', find: 'az postgres flexible-server list' },
          ],
        },
      ]),
    },
  ];
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  const paths = files.map(({ name }) => join(folder, name));
  const { code, stdout } = await run(shellcheck.path, ['--external-sources', '--source-path=SCRIPTDIR', ...paths]);
  expect(stdout).toBe('');
  expect(code).toBe(0);
});
