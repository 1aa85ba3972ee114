import { shellMessages } from '../messages/shell.ts';
import { sourceMessages as messages } from '../messages/sources.ts';
import type { Page } from '../page.ts';
import { hintOf } from './form.tsx';

/** A file field with room to drop a file on; without script it is the browser's own field, which takes drops too. */
export function DropTarget({ page }: { page: Page }) {
  return (
    <div class="drop" data-drop={page.say(shellMessages.filePicked)}>
      <label for="field-file">{page.say(messages.file)}</label>
      <input type="file" id="field-file" name="file" required aria-describedby={hintOf('field-file')} />
      <p class="hint" id={hintOf('field-file')}>
        {page.say(messages.fileHint)}
      </p>
    </div>
  );
}
