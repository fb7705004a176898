type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What a person put into fields, the last one touched last: `checked` says something of boxes to tick alone. */
export type TypedEarly = Map<Field, { readonly value: string; readonly checked: boolean | undefined }>;

/**
 * Gives back what was typed, ticked or chosen between the arrival of a page and the start of its script.
 *
 * Hydration sets fields to what the server sent (Svelte 5 does so for every `value` and `checked` that is
 * not bound); on a slow line that would empty what a person has just written. `app.html` records it, and
 * the outermost layout calls this once when all is mounted. Fields tell it as if it were typed now, so
 * that what depends on them follows.
 */
export function giveBackTyped(page: { typedEarly?: TypedEarly | undefined }): void {
  const early = page.typedEarly;
  page.typedEarly = undefined;
  for (const [field, typed] of early ?? []) {
    if (field.type === 'checkbox' || field.type === 'radio')
      (field as HTMLInputElement).checked = typed.checked === true;
    else if (field.type !== 'file') field.value = typed.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
