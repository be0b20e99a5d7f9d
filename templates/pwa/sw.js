const VERSION = "{{ version }}", SIGN_IN = "{{ sign_in }}", HELP = "{{ help }}", PLAN = "{{ plan }}", ICON = "{{ icon }}", BADGE = "{{ badge }}";
const ASSETS = [{% for url in assets %}"{{ url }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGES = [{% for url in pages %}"{{ url }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
importScripts("{{ outbox }}", "{{ worker }}");
