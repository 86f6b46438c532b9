import { describe, expect, test } from 'vitest'
import { removeResidue } from '../../src/posts/article/residue.ts'

describe('removeResidue', () => {
  // https://kramdown.gettalong.org/syntax.html
  test.each([
    {
      name: 'a table of contents with its list item',
      body: '* Obsah\n{:toc}\n\nText',
      left: '\n\n\nText',
    },
    { name: 'a numbered one', body: '1. TOC\n{: toc .right}\nText', left: '\n\nText' },
    { name: 'one with Windows line ends', body: '* TOC\r\n{:toc}\r\nText', left: '\r\n\r\nText' },
    { name: 'attributes of a block', body: 'Text\n{: .lead #start title="x"}', left: 'Text\n' },
    {
      name: 'attributes of a span',
      body: '**b**{: .red}, [a](/a){:target="_blank"}',
      left: '**b**, [a](/a)',
    },
    { name: 'attributes of an image', body: '![a](/a.png){width=50%}', left: '![a](/a.png)' },
    { name: 'attributes of a list item', body: '* {:.red} One', left: '*  One' },
    { name: 'an id of a heading', body: '## Tides {#tides .big}', left: '## Tides ' },
    { name: 'an id at the end of a paragraph', body: 'Text {#id}\n\nMore', left: 'Text\n\nMore' },
    { name: 'classes at the end of the last', body: 'Text {: .a key="b c" #d} ', left: 'Text ' },
    {
      name: 'a value at the end of an item',
      body: '- a {x="y"}\n- b {.c}\r\n',
      left: '- a\n- b\r\n',
    },
    { name: 'an id at the end of a quotation', body: '> a {#b}\n>\n> c', left: '> a\n>\n> c' },
    { name: 'a definition of attributes', body: '{:note: .warn title="x"}\nText', left: '\nText' },
    { name: 'options', body: '{::options parse_block_html="true" /}\nText', left: '\nText' },
    { name: 'a comment', body: 'a\n{::comment}\nno\n{:/comment}\nb', left: 'a\n\n\n\nb' },
    { name: 'a tag around text', body: '{::nomarkdown}<b>x</b>{:/}', left: '<b>x</b>' },
    { name: 'a marker of other tools', body: '[TOC]\n\n[[_TOC_]]\n\nText', left: '\n\n\n\nText' },
    {
      name: 'a table of contents that a tool has written',
      body: '<!-- toc -->\n\n- [a](#a)\n\n<!-- tocstop -->\n\nText',
      left: '\n\n\n\n\n\nText',
    },
  ])('takes out kramdown and its kin: $name', ({ body, left }) => {
    expect(removeResidue(body)).toBe(left)
  })

  // https://jekyllrb.com/docs/liquid/
  test.each([
    { name: 'a tag', body: 'a {% include ad.html size="big" %} b', left: 'a  b' },
    {
      name: 'a tag of several lines',
      body: '{%- include x.html\n  a=b -%}\nText',
      left: '\n\nText',
    },
    { name: 'a condition, but not its text', body: '{% if a %}Text{% endif %}', left: 'Text' },
    {
      name: 'a comment with its text',
      body: 'a{% comment %}\nno\n{% endcomment %}b',
      left: 'a\n\nb',
    },
    {
      name: 'a loop with its text',
      body: '{% for post in site.posts %}\n* {{ post.title }}\n{% endfor %}\nText',
      left: '\n\n\nText',
    },
    {
      name: 'a value of the site',
      body: '{{ site.title }}: {{page.date | date: "%Y"}}.',
      left: ': .',
    },
    {
      name: 'a value that the post assigns',
      body: '{% assign n = 3 %}{{ n }} {{ m }}',
      left: ' {{ m }}',
    },
    { name: 'the base of an address', body: '[a]({{ site.baseurl }}/a)', left: '[a](/a)' },
    {
      name: 'a filter of an address',
      body: '![a]({{ "/a.png" | relative_url }})',
      left: '![a](/a.png)',
    },
    {
      name: 'a post, and leaves its file',
      body: '[a]({% post_url 2020-01-01-a %}#b)',
      left: '[a](2020-01-01-a.md#b)',
    },
    {
      name: 'a file behind the base',
      body: '<a href="{{ site.baseurl }}{% link _posts/a.md %}">a</a>',
      left: '<a href="/_posts/a.md">a</a>',
    },
    { name: 'an escape', body: 'Write {{ "{{" }} name }}.', left: 'Write {{ name }}.' },
    {
      name: 'a raw section, but not what is in it',
      body: '{% raw %}{{ site.title }} {% if %}{% endraw %} {{ site.title }}',
      left: '{{ site.title }} {% if %} ',
    },
  ])('takes out Liquid: $name', ({ body, left }) => {
    expect(removeResidue(body)).toBe(left)
  })

  // https://gohugo.io/content-management/shortcodes/
  test.each([
    { name: 'a shortcode', body: 'a {{< audiobox >}} b', left: 'a  b' },
    {
      name: 'a paired one, but not its text',
      body: '{{% tip %}}*Text*{{% /tip %}}',
      left: '*Text*',
    },
    { name: 'a comment', body: 'a {{/* no */}} b', left: 'a  b' },
    { name: 'an escape', body: 'Write {{</* figure */>}}.', left: 'Write {{< figure >}}.' },
    { name: 'a reference', body: '[a]({{< ref "a.md" >}}#b)', left: '[a](a.md#b)' },
    {
      name: 'one without ending',
      body: '[a]({{% relref "/sea/a/#b" %}})',
      left: '[a](/sea/a.md#b)',
    },
    { name: 'one without target', body: '[a]({{< ref >}})', left: '[a]()' },
  ])('takes out Hugo: $name', ({ body, left }) => {
    expect(removeResidue(body)).toBe(left)
  })

  test.each([
    {
      name: 'a picture',
      body: '{{< figure src="/a b.png" >}}{{< figure src="/a.png" caption="A [sea]" >}}',
      left: '![A  sea ](</a.png>)',
    },
    {
      name: 'a film',
      body: '{{< youtube id="abc-DEF_123" >}}',
      left: '<https://www.youtube.com/watch?v=abc-DEF_123>',
    },
    {
      name: 'a film of Vimeo',
      body: '{{< vimeo 146022717 >}}',
      left: '<https://vimeo.com/146022717>',
    },
    {
      name: 'code of Jekyll',
      body: '{% highlight ruby linenos %}\n{% raw %}\nputs "{{ x }}"\n{% endraw %}\n{% endhighlight %}\nText',
      left: '~~~ruby\n\nputs "{{ x }}"\n\n~~~\nText',
    },
    {
      name: 'code of Hugo, whatever it looks like',
      body: '{{< highlight go "linenos=table" >}}\n~~~~\n{{< /highlight >}}\n{{< x >}}',
      left: '~~~~~go\n~~~~\n~~~~~\n',
    },
  ])('writes out $name', ({ body, left }) => {
    expect(removeResidue(body)).toBe(left)
  })

  // https://mdxjs.com/docs/what-is-mdx/
  test.each([
    {
      name: 'imports',
      body: 'import A from \'./A.astro\'\nimport {\n  B,\n} from "b";\n\nText',
      left: '\n\n\n\n\nText',
    },
    { name: 'an export', body: 'export const meta = {\n  a: 1,\n}\n\nText', left: '\n\n\n\nText' },
    { name: 'a component', body: '<YouTube id="x" opts={{ a: { b: 1 } }} />Text', left: 'Text' },
    { name: 'the tags around a text', body: '<Note kind="tip">\nText\n</Note>', left: '\nText\n' },
    { name: 'a component of one letter', body: '<X prop={a b}>Text</X>', left: 'Text</X>' },
    {
      name: 'expressions in a tag of HTML',
      body: '<div style={{ color: "red" }} lang="en" {...rest}>Text</div><img src={photo} alt="A" />',
      left: '<div lang="en">Text</div><img alt="A" />',
    },
    { name: 'a comment', body: 'a {/* <b> */} b', left: 'a  b' },
    { name: 'an admonition', body: ':::tip[Mind]\nText\n:::', left: 'Mind\nText\n' },
    {
      name: 'an admonition with a plain title',
      body: '::: warning Mind it\nText\n:::',
      left: 'Mind it\nText\n',
    },
  ])('takes out MDX: $name', ({ body, left }) => {
    expect(removeResidue(body)).toBe(left)
  })

  test.each([
    '```\n{% if x %}{{ site.title }}{: .a}\n```\n\n{{< x >}}',
    'Text\n\n    {% if x %}\n    {{ site.title }}\n\n{{< x >}}',
    '`{{ site.title }}` and ``{% raw %}`` and {{< x >}}',
    '> ~~~\n> {{< figure src="a" >}}\n> ~~~\n\n{{< x >}}',
    '<pre>{{ site.title }}</pre> {{< x >}}',
    '- item\n\n  ```\n  ---\n  {% include a %}\n  ```\n\n{{< x >}}',
  ])('leaves code alone in %j', (body) => {
    expect(removeResidue(body)).toBe(body.replace('{{< x >}}', ''))
  })

  test.each([
    'Vue writes {{stuff}} and {{ user.name | upper }} in its templates.',
    'Ruby has {:a => 1}, Elixir has {:ok, x}, and\n{:ok}\n',
    'Svelte has {#if user.id} and {:else}.',
    'import this, they said\nexport default settings by hand',
    'Old HTML: <P ALIGN=left>One<BR>two</P>',
    'a [TOC] in a text, {{',
    'Before the cut<!--more-->after it',
    'Is a <b {c} and <d in {e}>, or <a href="{f}">f</a>?',
    'Ratio 3:::1 and {braces} and 50%}',
  ])('leaves %j as it is', (body) => {
    expect(removeResidue(body)).toBe(body)
  })

  test('keeps every line where it was', () => {
    const body = [
      "import A from 'a'",
      '',
      '{% comment %}',
      'no',
      '{% endcomment %}',
      '* TOC',
      '{:toc}',
      '{{< x',
      '  y >}} here',
      '{% highlight js %}',
      'code {{ x }}',
      '{% endhighlight %}',
      'last',
    ].join('\n')
    const lines = removeResidue(body).split('\n')
    expect(lines).toHaveLength(13)
    expect([lines[8], lines[10], lines[12]]).toEqual([' here', 'code {{ x }}', 'last'])
  })
})
