def search_key(*a):
    return " ".join(a)


def sort_key(a):
    return a
