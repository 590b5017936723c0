import { Folders, ModuleLoader } from '../../../src/validation/readers/modules';
import { readSources } from '../../../src/validation/readers/read';

/** Folders in memory. */
class Memory implements Folders {
  public constructor(private readonly files: Readonly<Record<string, string>>) {}

  public async list(folder: string): Promise<readonly string[] | undefined> {
    const names = Object.keys(this.files)
      .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
      .map((path) => path.slice(folder.length + 1));
    return names.length === 0 ? undefined : names;
  }

  public async read(file: string): Promise<string> {
    return this.files[file];
  }

  public resolve(folder: string, path: string): string {
    const parts: string[] = [];
    for (const part of `${folder}/${path}`.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.' && part !== '') parts.push(part);
    }
    return parts.join('/');
  }
}

/** What is read of the folder `root`. */
export async function root(files: Readonly<Record<string, string>>, variables: Record<string, unknown> = {}) {
  const warnings: string[] = [];
  const folders = new Memory(files);
  const loader = new ModuleLoader(folders, (warning) => warnings.push(warning));
  const source = await loader.module((await loader.files('root'))!, 'root');
  const given = new Map(Object.entries(variables));
  const [input] = await readSources([{ name: 'root', root: source, variables: given, warnings }], folders);
  return input;
}
