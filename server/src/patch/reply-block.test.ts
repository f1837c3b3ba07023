import { expect, test } from 'vitest';
import { readPatch } from './read.ts';
import { describeDocument } from './testing/describe-document.ts';

function check(text: string, expected: string): void {
  expect(describeDocument(readPatch(text))).toBe(expected.replace(/^\n/, '').trimEnd());
}

test('a review reply: fragments, cuts, squeezed white space, text between the lines', () => {
  check(
    `Re: [PATCH v3 4/9] example: change something

From: A Reviewer
Date: Fri Jan 06 2017 - 16:01:35 EST

> On Thu, A Developer wrote:
> > +void added_function(void)
> > +{
> > + first();
>
> Why first?

Because.

- an item
- another

> > + last();
> > +}
>
> [...]
>
> > --- a/kernel/a.c
> > +++ b/kernel/a.c
> > @@ -10,6 +10,7 @@ static void changed(void)
> > context();
> >
> > + if (x)
> > }
>
> Why? I would write
>
> + /*
> + * A reason
> + */
> + if (y) {
> + z();
> + }
>
> - a point
> - another point
`,
    `
reply v3 4/9 Re: [PATCH v3 4/9] example: change something
  modified undefined -> undefined +5 -0
    @@ no place | fragment | recovered
      7:5 added - - |void added_function(void)
      8:5 added - - |{
      9:5 added - - | first();
      18:5 added - - | last();
      19:5 added - - |}
  modified kernel/a.c -> kernel/a.c +1 -0
    @@ 10,6 10,7 | static void changed(void) | fragment | recovered
      26:4 context 10 10 |context();
      27:3 context 11 11 |
      28:5 added - 12 | if (x)
      29:4 context 12 13 |}
  modified undefined -> undefined +6 -0
    @@ no place | fragment | recovered
      33:3 added - - | /*
      34:3 added - - | * A reason
      35:3 added - - | */
      36:3 added - - | if (y) {
      37:3 added - - | z();
      38:3 added - - | }
information hunk-cut at line 25`,
  );
});

test('lines that a mailer broke, quoted or not', () => {
  check(
    `--- a/x.c
+++ b/x.c
@@ -1,2 +1,3 @@
 one
+a line that is so long that the mailer of its author broke it, which
no patch program can bear
 two
`,
    `
diff
  modified x.c -> x.c +1 -0
    @@ 1,2 1,3 | recovered
      4:1 context 1 1 |one
      5:1 added - 2 |a line that is so long that the mailer of its author broke it, which no patch program can bear
      7:1 context 2 3 |two
warning line-wrapped at line 6`,
  );
  check(
    `> --- a/x.c
> +++ b/x.c
> @@ -1,2 +1,3 @@
>  one
> +a line that is so long that the mailer of the reviewer broke it,
which is worse
>  two
`,
    `
reply
  modified x.c -> x.c +1 -0
    @@ 1,2 1,3 | recovered
      4:3 context 1 1 |one
      5:3 added - 2 |a line that is so long that the mailer of the reviewer broke it, which is worse
      7:3 context 2 3 |two
information line-wrapped at line 6`,
  );
});
