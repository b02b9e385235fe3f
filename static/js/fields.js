// The values of a form by name, read and put back without replacing a field.
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "seen", "declared"]);
const BUTTONS = new Set(["submit", "button", "reset", "image", "file"]);

function typed(form) {
  return [...form.elements].filter(
    (field) => field.name && !NOT_TYPED.has(field.name) && !BUTTONS.has(field.type)
      && !field.closest("#conflict") && field.type !== "hidden",
  );
}

function valuesOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
  if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
  return [field.value];
}

export function read(form) {
  const values = {};
  for (const field of typed(form)) (values[field.name] ??= []).push(...valuesOf(field));
  return values;
}

// The values with which the server sent the form: what was typed before this script ran is not saved yet.
export function sent(form) {
  const values = {};
  for (const field of typed(form)) {
    const list = (values[field.name] ??= []);
    if (field.type === "checkbox" || field.type === "radio") list.push(...(field.defaultChecked ? [field.value] : []));
    else if (field.options) list.push((([...field.options].find((each) => each.defaultSelected)) ?? field.options[0])?.value ?? "");
    else list.push(field.defaultValue);
  }
  return values;
}

export function same(one, other) {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
}

export function changed(values, confirmed) {
  return Object.keys(values).filter((name) => !same(values[name], confirmed[name]));
}

export function named(form, name) {
  return typed(form).filter((field) => field.name === name);
}

// Put values back; return whether the form has such a field.
export function put(form, name, values) {
  const fields = named(form, name);
  for (const field of fields) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else field.value = values[0] ?? "";
  }
  return fields.length > 0;
}

export function isText(field) {
  return field instanceof HTMLTextAreaElement
    || (field instanceof HTMLInputElement && ["text", "search", "number"].includes(field.type));
}

export function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
