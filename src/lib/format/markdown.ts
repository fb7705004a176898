import { lexer } from 'marked';
import type { Token } from 'marked';

/** A run of text; a link only to https. */
export interface Inline {
  readonly text: string;
  readonly style: 'plain' | 'strong' | 'emphasis' | 'code';
  readonly href: string | null;
}

/** What a Markdown text is made of; everything else is shown as plain text, never as markup. */
export type Block =
  | { readonly kind: 'heading'; readonly depth: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string };

/** Markdown as blocks that a page draws itself; no HTML ever comes out of it. */
export function readMarkdown(text: string): Block[] {
  return lexer(text).flatMap(blockOf);
}

function blockOf(token: Token): Block[] {
  if (token.type === 'space') return [];
  if (token.type === 'heading')
    return [{ kind: 'heading', depth: Number(token['depth']), inlines: inlinesOf(token) }];
  if (token.type === 'code') return [{ kind: 'code', text: String(token['text']) }];
  if (token.type === 'list') {
    const items = (token['items'] as readonly Token[]).map((item) => inlinesOf(item));
    return [{ kind: 'list', ordered: token['ordered'] === true, items }];
  }
  if (token.type === 'paragraph') return [{ kind: 'paragraph', inlines: inlinesOf(token) }];
  return [{ kind: 'paragraph', inlines: [{ text: token.raw.trim(), style: 'plain', href: null }] }];
}

const styles: Readonly<Record<string, Inline['style']>> = {
  strong: 'strong',
  em: 'emphasis',
  codespan: 'code',
};

function inlinesOf(token: Token): Inline[] {
  const children = 'tokens' in token ? token.tokens : undefined;
  if (!children || children.length === 0) return [plain(token)];
  return children.flatMap((child): Inline[] => {
    const style = styles[child.type];
    if (style) return [{ text: wordsOf(child), style, href: null }];
    if (child.type === 'link')
      return [{ text: wordsOf(child), style: 'plain', href: safeHref(String(child['href'])) }];
    if (child.type === 'text' && 'tokens' in child && child.tokens) return inlinesOf(child);
    return [plain(child)];
  });
}

function plain(token: Token): Inline {
  const text = token.type === 'text' || token.type === 'escape' ? String(token['text']) : token.raw;
  return { text, style: 'plain', href: null };
}

const wordsOf = (token: Token): string => String('text' in token ? token['text'] : token.raw);

function safeHref(href: string): string | null {
  return URL.canParse(href) && new URL(href).protocol === 'https:' ? href : null;
}
