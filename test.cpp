struct Guard { int *p; ~Guard() { delete p; } };
Guard make();
void may(int n) { if (n) throw n; }
int f(int n) { Guard g = make(); try { may(n); } catch (int e) { return e; } return *make().p; }
