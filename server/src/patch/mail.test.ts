import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { positionInLine } from './position-in-line.ts';
import { PatchReading, readPatch } from './read.ts';
import { describeDocument } from './testing/describe-document.ts';

const diff = `--- a/kernel/x.c
+++ b/kernel/x.c
@@ -1,3 +1,3 @@ int f(void)
 	one("ä€😀"); /* a long line with an = in it, longer than any that quoted-printable lets stand */
-	two("=3D");
+	three("ä");
 	four();
`;

const head = (more: string): string =>
  `From: =?UTF-8?q?J=C3=B6rg=20M=C3=BCller?= <joerg@example.org>
Subject: =?UTF-8?B?W1BBVENIIHYyIDEvMl0gw4RuZGVydW5n?=
 =?UTF-8?q?=20und?= more
Date: Thu, 1 Jan 1970 00:00:00 +0000
Message-ID: <1@example.org>
MIME-Version: 1.0
${more}
`;

function base64(text: string): string {
  return (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n');
}

/** As mailers write it: escapes, and soft breaks wherever a line gets long. */
function quotedPrintable(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const units = [...Buffer.from(line)].map((byte) => {
        const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x3d;
        return isPlain
          ? String.fromCharCode(byte)
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      });
      const lines: string[] = [];
      let current = '';
      for (const unit of units) {
        if (current.length + unit.length > width - 1) {
          lines.push(`${current}=`);
          current = '';
        }
        current += unit;
      }
      return [...lines, current.replace(/ $/, '=20')].join('\n');
    })
    .join('\n');
}

/** Each mail holds `diff`, whatever way it is written. */
function check(mail: string): void {
  const plain = readPatch(diff);
  const read = readPatch(mail);
  const linesOf = (document: typeof read): readonly string[] =>
    document.messages.flatMap((message) =>
      message.files.flatMap((file) =>
        file.hunks.flatMap((hunk) =>
          hunk.lines.map((line) => `${line.kind} ${line.oldLine} ${line.newLine} ${line.text}`),
        ),
      ),
    );
  expect(linesOf(read)).toEqual(linesOf(plain));
  expect(read.problems).toEqual([]);
  const [message] = read.messages;
  expect(message?.headers?.subject).toBe('[PATCH v2 1/2] Änderung und more');
  expect(message?.headers?.from).toBe('Jörg Müller <joerg@example.org>');
  expect(message?.series).toEqual({ version: 2, number: 1, total: 2 });
  // Each character stands where the document has it, or has the code that makes it.
  const lines = mail.split('\n');
  for (const line of message?.files[0]?.hunks[0]?.lines ?? []) {
    if (message?.bodies[0]?.encoding === 'base64') {
      continue;
    }
    for (let at = 0; at < line.text.length; at += 1) {
      const { line: row, character } = positionInLine(line, at);
      const there = lines[row]?.charAt(character) ?? '';
      expect(['=', line.text[at]]).toContain(there);
    }
  }
}

test('a plain mail', () => {
  check(`${head('Content-Transfer-Encoding: 8bit')}\n${diff}`);
});

test('quoted-printable', () => {
  for (const width of [20, 76]) {
    const fields =
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable';
    check(`${head(fields)}\n${quotedPrintable(`Text.\n\n${diff}`, width)}`);
  }
});

test('base64, with the place of each line', () => {
  const fields = 'Content-Type: text/plain; charset="UTF-8"\nContent-Transfer-Encoding: base64';
  const mail = `${head(fields)}\n${base64(`Text.\n\n${diff}`)}\n`;
  check(mail);
  const [message] = readPatch(mail).messages;
  const [body] = message?.bodies ?? [];
  expect(body?.text()).toBe(`Text.\n\n${diff}`);
  const lines = mail.split('\n');
  const encoded = lines.slice(body?.range.start.line, (body?.range.end.line ?? 0) + 1).join('');
  for (const [index, line] of (message?.files[0]?.hunks[0]?.lines ?? []).entries()) {
    const { start } = line.range;
    const before = (start.line - (body?.range.start.line ?? 0)) * 76 + start.character;
    const bytes = Buffer.from(`Text.\n\n${diff}`).indexOf(diff.split('\n')[index + 3] ?? '');
    expect(before).toBe(Math.floor(bytes / 3) * 4 + (bytes % 3));
    expect(encoded.length).toBeGreaterThan(before);
  }
});

test('parts, nested and attached; HTML is left out', () => {
  check(`${head('Content-Type: multipart/mixed; boundary="outer=1"')}
Not shown.
--outer=1
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain

See the attachment.
--inner
Content-Type: text/html

<pre>
--- a/no.c
+++ b/no.c
@@ -1 +1 @@
-a
+b
</pre>
--inner--
--outer=1
Content-Type: application/octet-stream; name="x.patch"
Content-Transfer-Encoding: base64

${base64(diff)}
--outer=1--
`);
  check(`${head('Content-Type: multipart/mixed; boundary=b')}
--b
Content-Type: text/x-patch

${diff}--b--
`);
});

test('other character sets, and one that is not known', () => {
  const fields = (charset: string): string =>
    `Content-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: quoted-printable`;
  const patch = '--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-=E4\n+=A3=3D\n';
  const texts = (charset: string): readonly string[] =>
    readPatch(`${head(fields(charset))}\n${patch}`).messages.flatMap((message) =>
      message.files.flatMap((file) =>
        file.hunks.flatMap((hunk) => hunk.lines.map((line) => line.text)),
      ),
    );
  expect(texts('iso-8859-1')).toEqual(['ä', '£=']);
  expect(texts('koi8-r')).toEqual(['Д', 'ё=']);
  const odd = readPatch(`${head(fields('x-none'))}\n${patch}`);
  expect(odd.problems.map((problem) => problem.code)).toEqual(['encoding']);
});

test('an mbox of a series out of order', () => {
  const mail = (number: number): string =>
    `From a@b Thu Jan  1 00:00:00 1970
From: A <a@b.c>
Subject: [PATCH v2 ${number}/2] x
Date: Thu, 1 Jan 1970 00:00:00 +0000

>From the start.

--- a/${number}.c
+++ b/${number}.c
@@ -1 +1 @@
-a
+b
-- 
2.39

`;
  const text = mail(2) + mail(1);
  expect(describeDocument(readPatch(text))).toBe(`mail v2 2/2 [PATCH v2 2/2] x
  modified 2.c -> 2.c +1 -1
    @@ 1,1 1,1 | certain
      11:1 removed 1 - |a
      12:1 added - 1 |b
mail v2 1/2 [PATCH v2 1/2] x
  modified 1.c -> 1.c +1 -1
    @@ 1,1 1,1 | certain
      26:1 removed 1 - |a
      27:1 added - 1 |b`);
});

test('decoded text is what a mail library decodes', async () => {
  const text = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('+a', ' b', '=', '')),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.boolean(),
      fc.integer({ min: 8, max: 76 }),
      async (lines, is64, width) => {
        const clean = lines
          .map((line) => line.replace(/[\r\n\u2028\u2029\v\f\u0085]/g, ''))
          .join('\n');
        const fields = `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ${is64 ? 'base64' : 'quoted-printable'}`;
        const mail = `${head(fields)}\n${is64 ? base64(clean) : quotedPrintable(clean, width)}`;
        const theirs = (await PostalMime.parse(mail)).text ?? '';
        const ours = readPatch(mail).messages[0]?.bodies[0]?.text() ?? '';
        expect(ours.trimEnd()).toBe(theirs.trimEnd());
        expect(describeDocument(PatchReading.of(mail).document)).toBe(
          describeDocument(readPatch(mail)),
        );
      },
    ),
    { numRuns: 150 },
  );
});
