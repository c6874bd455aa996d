// <ownscope-playground>: the playground inside another page. See README.md.
//
// A plain script, not a module, so that a page of another site can load it without further settings. The playground
// itself runs in a frame of its own site: the page around it and the program in it can't reach each other.
(() => {
  const site = new URL(document.currentScript.src).origin;
  const LEAST = 360;
  const MOST = 4000;

  class OwnscopePlayground extends HTMLElement {
    static observedAttributes = ['src', 'lang'];

    connectedCallback() {
      if (this.frame) return;
      const root = this.attachShadow({ mode: 'open' });
      this.frame = document.createElement('iframe');
      this.frame.title = this.getAttribute('title') || 'Ownscope playground';
      this.frame.allow = 'clipboard-write';
      Object.assign(this.frame.style, {
        width: '100%', height: '560px', border: '1px solid #8888', borderRadius: '6px', colorScheme: 'auto',
      });
      this.style.display ||= 'block';
      root.append(this.frame);
      this.listener = (event) => this.resize(event);
      window.addEventListener('message', this.listener);
      this.load();
    }

    disconnectedCallback() {
      window.removeEventListener('message', this.listener);
    }

    attributeChangedCallback() {
      if (this.frame) this.load();
    }

    /** The program is the file that `src` names, else the text in the element. */
    async load() {
      const turn = (this.turn = (this.turn ?? 0) + 1);
      const file = this.getAttribute('src');
      let source = unindented(this.textContent);
      if (file) {
        try {
          const answer = await fetch(new URL(file, document.baseURI));
          if (!answer.ok) throw new Error(String(answer.status));
          source = await answer.text();
        } catch (error) {
          source = `// ${file} could not be loaded (${error.message}).\n`;
        }
      }
      if (turn !== this.turn) return;
      const language = this.getAttribute('lang') || (file?.endsWith('.c') ? 'c' : 'cpp');
      this.frame.src = `${site}/playground#${language === 'c' ? 'c' : 'cpp'}.t.${base64(source)}`;
    }

    resize({ source, data }) {
      if (source !== this.frame.contentWindow || data?.type !== 'ownscope-height') return;
      const height = Number(data.height);
      if (height > 0) this.frame.style.height = `${Math.min(Math.max(height + 2, LEAST), MOST)}px`;
    }
  }

  /** Without the indentation that all its lines share, and the empty lines around it. */
  function unindented(text) {
    const lines = text.replace(/^\s*\n/, '').trimEnd().split('\n');
    const depths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)[0].length);
    const depth = Math.min(...depths, 1000);
    return lines.map((line) => line.slice(depth)).join('\n') + '\n';
  }

  function base64(text) {
    let letters = '';
    for (const byte of new TextEncoder().encode(text)) letters += String.fromCharCode(byte);
    return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  }

  customElements.define('ownscope-playground', OwnscopePlayground);
})();
