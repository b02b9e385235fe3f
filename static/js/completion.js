// Words to choose from while a line is typed. Nothing is chosen beforehand, so Enter adds the line as it stands.
const MOST = 8;
const LEAST = 2;

// The unfinished word before the cursor, possibly two or three words long: the longest that some word begins with.
function unfinished(text, vocabulary) {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  const starts = [...line.matchAll(/(?:^|[\s+])(?=\S)/g)].map((match) => match.index + match[0].length).slice(-3);
  for (const start of starts) {
    const part = line.slice(start).toLowerCase();
    if (part.length < LEAST || /^[\d?+]/.test(part) || part.endsWith(" ")) continue;
    if (vocabulary.some((word) => word.text === part)) return null; // it is a whole word already
    const found = vocabulary.filter((word) => word.text.startsWith(part));
    if (found.length) return { part, found: found.slice(0, MOST) };
  }
  return null;
}

export function complete(box, list, vocabulary) {
  let shown = [];
  let part = "";
  let chosen = -1;

  function close() {
    shown = [];
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    box.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    chosen = (place + shown.length) % shown.length;
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(index === chosen));
      if (index === chosen) option.scrollIntoView({ block: "nearest" });
    }
    box.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function take(word) {
    const end = box.selectionStart;
    box.setRangeText(`${word.text} `, end - part.length, end, "end");
    close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show() {
    const before = box.value.slice(0, box.selectionStart);
    const after = box.value.slice(box.selectionStart);
    const found = box.selectionStart === box.selectionEnd && /^(\s|$)/.test(after) ? unfinished(before, vocabulary) : null;
    if (!found) return close();
    ({ part } = found);
    shown = found.found;
    chosen = -1;
    list.replaceChildren(...shown.map((word, index) => {
      const option = document.createElement("li");
      option.id = `quick-word-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("b");
      name.textContent = word.text;
      option.append(name);
      if (word.meaning && word.meaning !== word.text) option.append(` ${word.meaning}`);
      return option;
    }));
    list.hidden = false;
    return undefined;
  }

  box.addEventListener("input", (event) => event.isTrusted && show());
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(shown[[...list.children].indexOf(option)]);
  });

  return {
    // Whether this key was for the list.
    key(event) {
      if (list.hidden) return false;
      if (event.key === "Enter" && chosen < 0) {
        close();
        return false;
      }
      const deeds = {
        ArrowDown: () => choose(chosen + 1),
        ArrowUp: () => choose(chosen < 0 ? shown.length - 1 : chosen - 1),
        Escape: close,
      };
      if (chosen >= 0) deeds.Enter = deeds.Tab = () => take(shown[chosen]);
      const deed = deeds[event.key];
      if (!deed || event.shiftKey) return false;
      event.preventDefault();
      event.stopPropagation();
      deed();
      return true;
    },
  };
}
