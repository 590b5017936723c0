import { markdownTable, printed, textTable } from './format';
import { citeWithUrl } from '../../matrix/citation';
import { SupportMatrix } from '../../matrix/support-matrix';
import { Call } from '../command';
import { Terminal } from '../terminal';

export async function showEditions(call: Call, terminal: Terminal): Promise<number> {
  const editions = SupportMatrix.all().map((edition) => ({
    id: edition.id,
    title: edition.title,
    status: edition.status,
    default: edition === SupportMatrix.DEFAULT,
    source: edition.source,
  }));
  const status = ({ status: stands, default: isDefault }: (typeof editions)[number]) =>
    isDefault ? `${stands}, the default` : stands;
  terminal.print(
    printed(call, {
      json: editions,
      text: () => textTable(editions.map((edition) => [edition.id, status(edition), citeWithUrl(edition.source)])),
      markdown: () =>
        markdownTable(
          ['Edition', 'Status', 'Source'],
          editions.map((edition) => {
            const { title, url, date } = edition.source;
            return [edition.id, status(edition), `[${title}](${url}), ${date}`];
          }),
        ),
    }),
  );
  return 0;
}
