# SPDX-License-Identifier: Apache-2.0
"""The one script of a site: it finds entries of the list that stands in the page, and asks nobody."""

from __future__ import annotations

SEARCH = """
(function () {
  "use strict";
  var fold = function (text) {
    return text.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase();
  };
  var form = document.getElementById("search");
  var box = document.getElementById("q");
  var told = document.getElementById("found");
  var words = JSON.parse(document.getElementById("words").textContent);
  var entries = Array.prototype.map.call(document.querySelectorAll(".entry"), function (entry, place) {
    return [entry, fold(entry.textContent + " " + words[place])];
  });
  var find = function () {
    var wanted = fold(box.value).split(/\\s+/u).filter(Boolean);
    var count = 0;
    entries.forEach(function (entry) {
      var fits = wanted.every(function (word) { return entry[1].indexOf(word) >= 0; });
      entry[0].hidden = !fits;
      count += fits ? 1 : 0;
    });
    told.textContent = wanted.length ? count + " of " + entries.length + " found" : "";
  };
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("input", find);
  find();
}());
"""
"""`textContent` and `hidden` alone are written: no text can become markup."""
