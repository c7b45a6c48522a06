(function () {
  "use strict";
  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  // Names in the order of the codes o0, o1, … that marks carry.
  var names = all(document, "#organisations li").map(function (item) { return item.textContent; });
  all(document, "svg.picture.map").forEach(function (map) {
    var nodes = all(map, ".node"), lines = all(map, ".line");
    var told = map.closest("figure").querySelector(".told");
    var rest = told ? told.textContent : "";
    if (!nodes.length) { return; }
    function show(node) {
      var id = node.getAttribute("data-org"), near = {}, contacts = [];
      near[id] = true;
      lines.forEach(function (line) {
        var a = line.getAttribute("data-a"), b = line.getAttribute("data-b");
        var on = a === id || b === id;
        line.classList.toggle("lit", on);
        if (on) { near[a] = true; near[b] = true; }
      });
      nodes.forEach(function (other) {
        var key = other.getAttribute("data-org"), on = !!near[key];
        other.classList.toggle("lit", on);
        if (on && key !== id) { contacts.push(names[Number(key.slice(1))]); }
      });
      map.classList.add("on");
      if (told) {
        told.textContent = node.getAttribute("aria-label") + ": " + (contacts.length ?
          told.getAttribute("data-with").replace("{names}", function () {
            return contacts.join(", ");
          }) : told.getAttribute("data-none"));
      }
    }
    function clear() {
      map.classList.remove("on");
      if (told) { told.textContent = rest; }
    }
    nodes.forEach(function (node, k) {
      node.setAttribute("tabindex", k === 0 ? "0" : "-1");
      node.addEventListener("mouseenter", function () { show(node); });
      node.addEventListener("mouseleave", clear);
      node.addEventListener("focus", function () { show(node); });
      node.addEventListener("blur", clear);
      node.addEventListener("click", function () { show(node); });
      node.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step) {
          event.preventDefault();
          var next = nodes[(k + step + nodes.length) % nodes.length];
          node.setAttribute("tabindex", "-1");
          next.setAttribute("tabindex", "0");
          next.focus();
        } else if (event.key === "Escape") { node.blur(); }
      });
    });
  });
})();
