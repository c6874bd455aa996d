print("ownscope")
