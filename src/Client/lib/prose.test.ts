// @vitest-environment jsdom
import { expect, test } from "vitest";
import { nextItem, proseOf, toggleBold, toggleList } from "./prose";

test("What another program copies becomes paragraphs, lists and bold words", () => {
  expect(proseOf("<p>Seen  <b>today</b></p><ul><li>rest</li><li><p>water</p></li></ul><ol><li>first</li><li>second</li></ol><p>End<br>line</p>"))
    .toBe("Seen **today**\n\n- rest\n- water\n\n1. first\n2. second\n\nEnd\nline");
  expect(proseOf("<table><tr><th>Na</th><td>140</td></tr><tr><th>K</th><td>4</td></tr></table>")).toBe("Na 140\n\nK 4");
  expect(proseOf("<b style='font-weight:normal'><p>a</p><p>b</p></b>")).toBe("a\n\nb");
});

test("Of a hostile paste only words are left", () => {
  const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script><style>p{}</style><a href='javascript:alert(3)'>link</a>"
    + "<svg onload=alert(4)><text>drawn</text></svg><iframe srcdoc='<p>framed</p>'></iframe><p onclick=alert(5)>said &lt;script&gt;</p>";
  expect(proseOf(hostile)).toBe("linkdrawn\nsaid <script>");
});

test("Bold is put around a selection and taken away again", () => {
  expect(toggleBold("a word", 2, 6)).toEqual({ text: "a **word**", from: 4, to: 8 });
  expect(toggleBold("a **word**", 4, 8)).toEqual({ text: "a word", from: 2, to: 6 });
});

test("Selected lines become a list and lines again", () => {
  const list = toggleList("a\nb\nc", 0, 3);
  expect(list.text).toBe("- a\n- b\nc");
  expect(toggleList(list.text, list.from, list.to).text).toBe("a\nb\nc");
});

test("After an item comes the next, after an empty one the list ends", () => {
  expect(nextItem("- a", 3)).toEqual({ text: "- a\n- ", at: 6 });
  expect(nextItem("1. a", 4)).toEqual({ text: "1. a\n2. ", at: 8 });
  expect(nextItem("- a\n- ", 6)).toEqual({ text: "- a\n", at: 4 });
  expect(nextItem("word", 4)).toBeNull();
});
