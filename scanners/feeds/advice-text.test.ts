import { describe, expect, it } from 'vitest';
import { adviceOfHtml, adviceText } from './advice-text.ts';

describe('adviceText', () => {
  it('keeps the lines of commands, without control characters and wide gaps', () => {
    expect(adviceText('\r\nDo this:\r\n\r\n\r\n\r\n  # echo 1\u001b[2J > /proc/x\t\r\n  # reboot\n')).toBe(
      'Do this:\n\n  # echo 1 [2J > /proc/x\n  # reboot',
    );
  });

  it('says that it is cut', () => {
    const text = adviceText('word '.repeat(2000));
    expect(text).toHaveLength(4000);
    expect(text.endsWith('…')).toBe(true);
  });
});

describe('adviceOfHtml', () => {
  it('reads paragraphs, lists, links and entities', () => {
    const html =
      '<p>Set <b>RequireSigning</b>&nbsp;to&nbsp;1 &amp; restart.</p>\n<ul>\n<li>Open <code>regedit</code></li>' +
      '<li>See <a href="https://example.com/a">the article</a></li></ul>Done &lt;now&gt;.<br>End';
    expect(adviceOfHtml(html)).toBe(
      'Set RequireSigning to 1 & restart.\n\n- Open regedit\n- See the article (https://example.com/a)\n\nDone <now>.\nEnd',
    );
  });

  it('takes text that is no HTML as it is', () => {
    expect(adviceOfHtml('1 < 2 and a > b')).toBe('1 < 2 and a > b');
  });

  it('shows nothing of scripts and comments', () => {
    expect(adviceOfHtml('<p>One</p><script>alert(1)</script><!-- two -->')).toBe('One');
  });
});
