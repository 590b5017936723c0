import { Command } from '../command';

export const COMPLETION: Command = {
  name: 'completion',
  says: 'print the completion of a shell',
  arguments: [
    { name: 'shell', says: 'bash, zsh or fish', required: true, many: false, values: ['bash', 'zsh', 'fish'] },
  ],
  options: [],
  examples: [
    { says: 'bash, for this session', args: 'completion bash > azpgbackup.bash && source azpgbackup.bash' },
    { says: 'zsh, in a folder of $fpath', args: 'completion zsh > ~/.zsh/functions/_azpgbackup' },
    { says: 'fish', args: 'completion fish > ~/.config/fish/completions/azpgbackup.fish' },
  ],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../completion') as typeof import('../completion')).printCompletion(call, terminal);
  },
};
