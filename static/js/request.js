// What every request of a draft carries besides its fields.
export function cookie(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

// The token changes at a log-in in another tab, so it comes from the cookie each time. Person and tab tell the
// server whose page this is.
export function headersOf(page) {
  return {
    "X-CSRFToken": cookie("csrftoken"),
    "X-Fluxus-Person": page.person,
    "X-Fluxus-Tab": page.backups?.tab ?? "",
  };
}
