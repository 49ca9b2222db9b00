/// The book's script.
///
/// Pages read without it; it remembers the theme, copies code, marks the section
/// that is being read and exchanges the frames of explorers. It computes nothing.
let script = #"""
  (() => {
    "use strict";
    const root = document.documentElement;
    root.classList.add("js");

    // A page opened from a disk may be refused its storage.
    const remembered = () => {
      try { return localStorage.getItem("theme"); } catch { return null; }
    };
    const remember = (theme) => {
      try { localStorage.setItem("theme", theme); } catch { /* This page only, then. */ }
    };
    const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ?? (systemIsDark.matches ? "dark" : "light")) === "dark";
    const theme = remembered();
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;

    const setUpTheme = () => {
      for (const button of document.querySelectorAll("[data-action=theme]")) {
        const show = () => button.setAttribute("aria-pressed", String(isDark()));
        button.addEventListener("click", () => {
          root.dataset.theme = isDark() ? "light" : "dark";
          remember(root.dataset.theme);
          show();
        });
        systemIsDark.addEventListener("change", show);
        show();
      }
    };

    const copy = async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        const area = document.createElement("textarea");
        area.value = text;
        area.style.position = "fixed";
        area.style.opacity = "0";
        document.body.append(area);
        area.select();
        const isCopied = document.execCommand("copy");
        area.remove();
        return isCopied;
      }
    };
    const setUpCopying = () => {
      const announcer = document.createElement("p");
      announcer.className = "announcer";
      announcer.setAttribute("role", "status");
      document.body.append(announcer);
      for (const button of document.querySelectorAll("[data-action=copy]")) {
        button.addEventListener("click", async () => {
          const code = button.parentElement.querySelector("code").textContent;
          const isCopied = await copy(code);
          button.dataset.state = isCopied ? "done" : "failed";
          announcer.textContent = isCopied ? "Copied" : "Not copied";
          button.focus();
          setTimeout(() => {
            delete button.dataset.state;
            announcer.textContent = "";
          }, 1600);
        });
      }
    };

    // The frames stand in order, the last slider running fastest.
    const setUpExplorer = (explorer) => {
      const inputs = [...explorer.querySelectorAll("input[type=range]")];
      const frames = [...explorer.querySelectorAll(":scope > template")];
      const stage = explorer.querySelector(".stage");
      const note = explorer.querySelector(".note");
      const indexOf = (positions) => inputs.reduce(
        (index, input, i) => index * (Number(input.max) + 1) + positions[i], 0);
      const positions = () => inputs.map((input) => Number(input.value));
      const load = (index) => new Promise((resolve) => {
        const image = new Image();
        image.onload = image.onerror = resolve;
        image.src = frames[index].content.querySelector("img").getAttribute("src");
      });
      const loadNeighbours = () => {
        const here = positions();
        inputs.forEach((input, i) => {
          for (const step of [-1, 1]) {
            const there = here.with(i, here[i] + step);
            if (there[i] >= 0 && there[i] <= Number(input.max)) load(indexOf(there));
          }
        });
      };
      // The stage grows with its frames and never shrinks, so that the page below is not shaken.
      const keepHeight = () => { stage.style.minHeight = `${stage.offsetHeight}px`; };
      addEventListener("resize", () => { stage.style.minHeight = ""; });
      let wanted = -1;
      const show = async () => {
        const index = indexOf(positions());
        wanted = index;
        await load(index);
        if (wanted !== index) return;
        const frame = frames[index].content.cloneNode(true);
        note.textContent = frame.querySelector(".note").textContent;
        keepHeight();
        stage.replaceChildren(frame.querySelector(".paper"));
        loadNeighbours();
      };
      for (const input of inputs) {
        const control = input.closest(".control");
        const ticks = [...control.querySelectorAll(".ticks li")];
        const values = ticks.map((tick) => tick.textContent);
        const output = control.querySelector("output");
        const label = () => {
          output.textContent = values[Number(input.value)];
          ticks.forEach((tick, i) => tick.toggleAttribute("data-current", i === Number(input.value)));
          input.setAttribute("aria-valuetext", output.textContent);
        };
        input.addEventListener("input", () => { label(); show(); });
        input.addEventListener("focus", loadNeighbours, { once: true });
        input.addEventListener("pointerenter", loadNeighbours, { once: true });
        // A browser restores the positions of a page that it goes back to.
        label();
      }
      if (inputs.some((input) => input.value !== input.defaultValue)) show();
    };

    const setUpOutline = () => {
      const links = new Map();
      for (const link of document.querySelectorAll(".outline a")) {
        links.set(decodeURIComponent(link.hash.slice(1)), link);
      }
      const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
      if (headings.length === 0) return;
      const mark = () => {
        const edge = window.innerHeight * 0.3;
        const passed = headings.filter((heading) => heading.getBoundingClientRect().top < edge);
        const current = passed.at(-1)?.id;
        for (const [id, link] of links) {
          if (id === current) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      };
      let isWaiting = false;
      addEventListener("scroll", () => {
        if (isWaiting) return;
        isWaiting = true;
        requestAnimationFrame(() => { isWaiting = false; mark(); });
      }, { passive: true });
      mark();
    };

    // A box that scrolls must be reachable with the keyboard.
    const setUpScrolling = () => {
      for (const box of document.querySelectorAll("pre, .scroll, .paper")) {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      }
    };

    const setUpMenu = () => {
      const chapters = document.getElementById("_chapters");
      document.querySelector(".chapters a[aria-current]")?.scrollIntoView({ block: "nearest" });
      addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || location.hash !== "#_chapters" || !chapters) return;
        location.replace("#_content");
      });
      addEventListener("hashchange", () => {
        if (location.hash === "#_chapters") chapters?.querySelector("a").focus();
      });
    };

    const setUpPrinting = () => {
      let opened = [];
      addEventListener("beforeprint", () => {
        opened = [...document.querySelectorAll("details:not([open])")];
        for (const details of opened) details.open = true;
      });
      addEventListener("afterprint", () => {
        for (const details of opened) details.open = false;
      });
    };

    document.addEventListener("DOMContentLoaded", () => {
      setUpTheme();
      setUpCopying();
      for (const explorer of document.querySelectorAll("[data-action=explore]")) {
        setUpExplorer(explorer);
      }
      setUpOutline();
      setUpScrolling();
      setUpMenu();
      setUpPrinting();
    });
  })();

  """#
