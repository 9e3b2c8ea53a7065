class R:
    rows=()
    def first(self,n): return self
def read_ledger(p): return R()
def import_ledger(w,r): pass
