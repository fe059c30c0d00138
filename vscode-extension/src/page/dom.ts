/** Elements made from data; text is only ever text. */

type Child = Node | string | undefined | false

/** An element with a class, attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | boolean | ((event: Event) => void)> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value)
    else if (typeof value === "boolean") made.toggleAttribute(name, value)
    else made.setAttribute(name, value)
  }
  made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false))
  return made
}

/** A table with a header; the first cell of each row names it. */
export function table(header: string[], rows: Child[][], label: string): HTMLTableElement {
  const head = element("tr", {}, ...header.map(text => element("th", { scope: "col" }, text)))
  const body = rows.map(([first, ...others]) => element("tr", {}, element("th", { scope: "row" }, first), ...others.map(cell => element("td", {}, cell))))
  return element("table", { "aria-label": label }, element("thead", {}, head), element("tbody", {}, ...body))
}

/** A part of the page that can be folded. */
export function section(title: string, ...children: Child[]): HTMLElement {
  const name = `section-${title.toLowerCase()}`
  return element("section", { "aria-labelledby": name }, element("h2", { id: name }, title), ...children)
}
